package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;

/// The starts for a new agent, side by side.
public final class TemplateChoice extends TilePane {
  private static final double WIDTH = 212;
  private final Map<TemplateView, Choice> buttons = new HashMap<>();
  private Optional<TemplateView> marked = Optional.empty();

  /// @param choose what a click does; it does not mark by itself
  public TemplateChoice(List<TemplateView> templates, Texts texts, Consumer<TemplateView> choose) {
    super(10, 10);
    setPrefColumns(3);
    setPrefTileWidth(WIDTH);
    for (TemplateView template : templates) {
      Choice button = new Choice(template, texts);
      button.setOnAction(_ -> {
        choose.accept(template);
        mark(marked);
      });
      buttons.put(template, button);
      getChildren().add(button);
    }
  }

  /// One start. As high as its words need at its width: a button asks them without saying how wide it is.
  private static final class Choice extends ToggleButton {
    private static final double INNER = WIDTH - 28;
    private final VBox words;

    Choice(TemplateView template, Texts texts) {
      Label name = new Label(template.name());
      name.getStyleClass().add("text-bold");
      words = new VBox(3, name, muted(template.description()),
          muted(texts.of("agents.template.tools", template.tools().size())));
      words.setPrefWidth(INNER);
      setId("agents-template-" + template.id());
      setGraphic(words);
      setAccessibleText(template.name() + ". " + template.description());
      setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
      setMinHeight(USE_PREF_SIZE);
      setPrefWidth(WIDTH);
      getStyleClass().add("choice");
    }

    private static Label muted(String text) {
      return Words.of(text, "text-muted");
    }

    @Override
    protected double computePrefHeight(double width) {
      return snappedTopInset() + words.prefHeight(INNER) + snappedBottomInset();
    }
  }

  /// Shows which one is chosen.
  public void mark(Optional<TemplateView> chosen) {
    marked = chosen;
    buttons.forEach((template, button) -> button.setSelected(chosen.filter(template::equals).isPresent()));
  }
}
