package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.desktop.approval.RiskBadge;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A tool as people read of it: what having it means, what it lets out, how risky giving it is.
final class ToolWords {
  private ToolWords() {}

  static Node row(ToolView tool, Texts texts) {
    Label title = new Label(tool.title());
    title.getStyleClass().add("text-bold");
    return row(title, tool, texts);
  }

  /// @param title what it is chosen by, or its name
  static Node row(Node title, ToolView tool, Texts texts) {
    RiskBadge risk = new RiskBadge(texts);
    risk.show(tool.risk());
    risk.setMinWidth(Region.USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(10, title, space, risk);
    head.setAlignment(Pos.CENTER_LEFT);
    VBox words = new VBox(2, Words.of(texts.of("agents.tool.may", tool.description()), "text-muted"),
        Words.of(texts.of("agents.tool.lets", tool.letsOut()), "text-muted"));
    words.getStyleClass().add("tool-words");
    return new VBox(2, head, words);
  }
}
