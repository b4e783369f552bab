package dev.ironclaw.desktop.vault;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// One credential: where it may be used, by whom, and what can be done with it.
final class VaultCell extends RowCell<VaultCredentialView> {
  private final VaultViewModel model;
  private final Texts texts;
  private final Label name = Words.of("", "text-bold");
  private final Label where = Words.of("", "text-muted");
  private final Label users = Words.of("", "text-muted");

  VaultCell(VaultViewModel model, Texts texts) {
    HBox row = new HBox(8);
    super(row);
    this.model = model;
    this.texts = texts;
    VBox lines = new VBox(2, name, where, users);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getChildren().add(lines);
    row.getChildren().addAll(button("vault.lend", model::lend), button("vault.rotate", model::rotate),
        button("vault.remove", model::remove));
    getStyleClass().add("probe-cell");
  }

  private Button button(String key, Consumer<VaultCredentialView> act) {
    Button button = new Button(texts.of(key));
    button.setId(key.replace('.', '-'));
    button.getStyleClass().add("small");
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(_ -> act.accept(getItem()));
    return button;
  }

  @Override
  protected String show(VaultCredentialView one) {
    name.setText(VisibleText.line(one.name()));
    where.setText(texts.of("vault.row", lines(one.hosts()), form(one),
        Moments.ago(Instant.parse(one.rotatedAt()), model.clock().instant(), texts)));
    users.setText(one.usedBy().isEmpty() ? texts.of("vault.unused") : texts.of("vault.used", lines(one.usedBy())));
    return name.getText() + ". " + where.getText() + " " + users.getText();
  }

  private String form(VaultCredentialView one) {
    return switch (VaultViewModel.formOf(one)) {
      case BEARER -> texts.of("vault.as.bearer");
      case BASIC -> texts.of("vault.as.basic");
      case HEADER -> texts.of("vault.as.header",
          VisibleText.line(one.form().substring(one.form().indexOf(':') + 1)));
    };
  }

  private static String lines(List<String> words) {
    return words.stream().map(VisibleText::line).collect(Collectors.joining(", "));
  }
}
