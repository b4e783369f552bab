package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.desktop.shell.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;

/// The starts for a new agent, side by side.
public final class TemplateChoice extends TilePane {
  private static final double WIDTH = 262;
  private final Map<TemplateView, ToggleButton> buttons = new HashMap<>();
  private Optional<TemplateView> marked = Optional.empty();

  /// @param choose what a click does; it does not mark by itself
  public TemplateChoice(List<TemplateView> templates, Texts texts, Consumer<TemplateView> choose) {
    super(10, 10);
    setPrefColumns(2);
    setPrefTileWidth(WIDTH);
    for (TemplateView template : templates) {
      ToggleButton button = button(template, texts);
      button.setOnAction(_ -> {
        choose.accept(template);
        mark(marked);
      });
      buttons.put(template, button);
      getChildren().add(button);
    }
  }

  private static ToggleButton button(TemplateView template, Texts texts) {
    Label name = new Label(template.name());
    name.getStyleClass().add("text-bold");
    Label about = new Label(template.description());
    about.setWrapText(true);
    about.setMinHeight(Region.USE_PREF_SIZE);
    about.getStyleClass().add("text-muted");
    Label tools = new Label(texts.of("agents.template.tools", template.tools().size()));
    tools.getStyleClass().add("text-muted");
    VBox words = new VBox(3, name, about, tools);
    words.setPrefWidth(WIDTH - 28);
    words.setMaxWidth(WIDTH - 28);
    ToggleButton button = new ToggleButton();
    button.setId("agents-template-" + template.id());
    button.setGraphic(words);
    button.setAccessibleText(template.name() + ". " + template.description());
    button.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
    button.setPrefWidth(WIDTH);
    button.getStyleClass().add("choice");
    return button;
  }

  /// Shows which one is chosen.
  public void mark(Optional<TemplateView> chosen) {
    marked = chosen;
    buttons.forEach((template, button) -> button.setSelected(chosen.filter(template::equals).isPresent()));
  }
}
