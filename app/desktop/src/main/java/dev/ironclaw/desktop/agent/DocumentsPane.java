package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.desktop.shell.Field;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;

/// The documents that say who the agent is, each with how much of its room is used.
final class DocumentsPane extends VBox {
  private static final int ROWS = 4;
  private static final int MORE_ROWS = 8;

  DocumentsPane(BuilderViewModel model, Texts texts) {
    super(16);
    for (PersonaSectionView section : model.catalog().sections()) {
      StringProperty text = model.document(section.key());
      TextArea area = new TextArea();
      area.setId("agents-document-" + section.key());
      Words.wrap(area);
      area.setPrefRowCount(section.key().equals("instructions") ? MORE_ROWS : ROWS);
      area.setPromptText(section.placeholder());
      area.textProperty().bindBidirectional(text);
      Label size = new Label();
      size.getStyleClass().add("text-muted");
      size.textProperty().bind(text.map(now -> texts.of("agents.document.size", AgentRules.bytes(now),
          section.maxBytes())));
      getChildren().add(new Field(section.title(), section.help(), area,
          model.objections().map(why -> why.get(section.key()))).beside(size));
    }
  }
}
