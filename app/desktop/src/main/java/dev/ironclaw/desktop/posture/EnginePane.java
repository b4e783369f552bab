package dev.ironclaw.desktop.posture;

import dev.ironclaw.client.EngineSetup;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The container engine's configuration as it should be, to be copied: the app writes none of it.
public final class EnginePane extends VBox {
  private static final int MOST_ROWS = 16;

  public EnginePane(EngineSetup setup, Texts texts) {
    super(8);
    setId("posture-engine");
    String file = VisibleText.line(setup.file().toString());
    getChildren().add(Words.of(texts.of(setup.merged() ? "posture.engine.whole" : "posture.engine.entry", file)));
    setup.notes().forEach(note -> getChildren().add(Words.of(VisibleText.line(note), "text-muted")));
    getChildren().addAll(copyable(setup.text(), "posture-engine-copy", texts),
        Words.of(texts.of("posture.engine.after")),
        copyable(EngineSetup.AFTER, "posture-engine-after", texts));
  }

  private static Node copyable(String text, String id, Texts texts) {
    TextArea area = new TextArea(text.stripTrailing());
    area.setEditable(false);
    area.getStyleClass().add("monospace");
    area.setPrefRowCount((int) Math.min(MOST_ROWS, text.stripTrailing().lines().count()));
    HBox.setHgrow(area, Priority.ALWAYS);
    Button copy = new Button(texts.of("chat.markdown.copy"), new FontIcon("mdi2c-content-copy"));
    copy.setId(id);
    copy.getStyleClass().addAll("flat", "small");
    copy.setOnAction(_ -> {
      ClipboardContent content = new ClipboardContent();
      content.putString(text);
      Clipboard.getSystemClipboard().setContent(content);
    });
    HBox row = new HBox(8, area, copy);
    row.setAlignment(Pos.TOP_LEFT);
    return row;
  }
}
