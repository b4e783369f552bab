package dev.ironclaw.desktop.shell;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;

/// The notices, each with a way to put it away.
final class NoticePane extends VBox {
  private final Notices notices;
  private final Texts texts;
  private final Subscription listening;

  NoticePane(Notices notices, Texts texts) {
    this.notices = notices;
    this.texts = texts;
    this.listening = notices.told().subscribe(this::show);
    show();
  }

  void close() {
    listening.unsubscribe();
  }

  private void show() {
    getChildren().setAll(notices.told().stream().map(this::notice).toList());
  }

  private Node notice(String words) {
    Label label = Words.of(words);
    HBox.setHgrow(label, Priority.ALWAYS);
    label.setMaxWidth(Double.MAX_VALUE);
    Button away = new Button();
    away.setGraphic(new FontIcon("mdi2c-close"));
    away.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    away.setAccessibleText(texts.of("shell.notice.dismiss"));
    away.setOnAction(_ -> notices.dismiss(words));
    HBox row = new HBox(8, new FontIcon("mdi2i-information-outline"), label, away);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("banner");
    return row;
  }
}
