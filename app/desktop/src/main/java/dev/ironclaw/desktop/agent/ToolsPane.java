package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.collections.SetChangeListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The tools by category, each with what it means, what it lets out and how risky it is. Those that come with a later
/// version are not offered.
final class ToolsPane extends VBox {
  private final BuilderViewModel model;
  private final Texts texts;

  ToolsPane(BuilderViewModel model, Texts texts) {
    super(12);
    this.model = model;
    this.texts = texts;
    Label head = new Label(texts.of("agents.part.tools"));
    head.getStyleClass().add("text-bold");
    getChildren().add(new VBox(4, head, Words.of(texts.of("agents.tools.help"), "text-muted")));
    Map<String, List<ToolView>> groups = model.catalog().tools().stream().filter(ToolView::available)
        .collect(Collectors.groupingBy(ToolView::category, LinkedHashMap::new, Collectors.toList()));
    groups.forEach(this::group);
  }

  private void group(String category, List<ToolView> tools) {
    Label title = new Label(category);
    title.getStyleClass().addAll("text-caption", "section-title");
    VBox rows = new VBox(12, tools.stream().map(this::row).toArray(Node[]::new));
    getChildren().add(new VBox(8, title, rows));
  }

  private Node row(ToolView tool) {
    CheckBox box = new CheckBox(tool.title());
    box.setId("agents-tool-" + tool.name());
    box.setAccessibleText(texts.of("agents.tool.spoken", tool.title(), tool.description(), tool.letsOut()));
    box.getStyleClass().add("text-bold");
    box.setSelected(tool.mandatory() || model.tools().contains(tool.name()));
    box.setDisable(tool.mandatory());
    box.setOnAction(_ -> {
      if (box.isSelected()) {
        model.tools().add(tool.name());
      } else {
        model.tools().remove(tool.name());
      }
    });
    model.tools().addListener((SetChangeListener<String>) _ -> box
        .setSelected(tool.mandatory() || model.tools().contains(tool.name())));
    return ToolWords.row(box, tool, texts);
  }
}
