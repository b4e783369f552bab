package dev.ironclaw.desktop.provider;

import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.Words;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// One provider in the list: who, and how it stands.
final class ProviderCell extends RowCell<Provider> {
  private final ProviderWords words;
  private final FontIcon icon = new FontIcon(ProviderWords.Level.NONE.icon);
  private final Label title;
  private final Label below;

  ProviderCell(ProviderWords words) {
    HBox row = new HBox(10);
    super(row);
    this.words = words;
    title = Words.of("", "text-bold");
    below = Words.of("", "text-muted", "text-small");
    VBox both = new VBox(2, title, below);
    HBox.setHgrow(both, Priority.ALWAYS);
    both.setMinWidth(0);
    row.getChildren().addAll(icon, both);
    getStyleClass().add("card-cell");
  }

  @Override
  protected String show(Provider one) {
    ProviderWords.Level level = ProviderWords.level(one.view());
    icon.setIconLiteral(level.icon);
    icon.getStyleClass().setAll("ikonli-font-icon", "provider-" + level.style);
    title.setText(ProviderTitle.of(one.view()));
    below.setText(words.brief(one.view()));
    return title.getText() + ". " + below.getText();
  }
}
