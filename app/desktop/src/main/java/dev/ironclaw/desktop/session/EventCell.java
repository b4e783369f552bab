package dev.ironclaw.desktop.session;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.TimelineView.EventView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// One event in two lines, all of one height: ten thousand of them cost what one screen of them costs.
final class EventCell extends ListCell<EventView> {
  static final double HEIGHT = 48;
  private static final int MOST_CHARS = 160;
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("d MMM HH:mm");

  private final SessionsViewModel model;
  private final StateWords words;
  private final FontIcon icon = new FontIcon();
  private final Label title = new Label();
  private final Label text = new Label();
  private final Label time = new Label();
  private final HBox row;

  EventCell(SessionsViewModel model, StateWords words) {
    this.model = model;
    this.words = words;
    title.getStyleClass().add("text-bold");
    text.getStyleClass().addAll("text-muted", "text-small");
    time.getStyleClass().addAll("text-muted", "text-small");
    time.setMinWidth(Region.USE_PREF_SIZE);
    VBox lines = new VBox(2, title, text);
    lines.setMinWidth(0);
    lines.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(lines, Priority.ALWAYS);
    row = new HBox(10, icon, lines, time);
    row.setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("event-cell");
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable EventView event, boolean empty) {
    super.updateItem(event, empty);
    if (empty || event == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    SessionRow session = model.chosen().get();
    icon.setIconLiteral(StateWords.icon(event.sort()));
    icon.getStyleClass().setAll("ikonli-font-icon",
        "mark-" + (Timeline.SORTS.contains(event.sort()) ? event.sort() : "box"));
    title.setText(words.title(event, session == null ? "" : session.agent()));
    text.setText(VisibleText.text(Excerpt.start(event.text(), MOST_CHARS)).replace('\n', ' ').replace('\t', ' '));
    time.setText(when(event.time()));
    setAccessibleText(
        words.sort(event.sort()) + ". " + title.getText() + ". " + text.getText() + ". " + time.getText());
    setGraphic(row);
  }

  private String when(String at) {
    ZonedDateTime then = Instant.parse(at).atZone(ZoneId.systemDefault());
    LocalDate today = model.clock().instant().atZone(ZoneId.systemDefault()).toLocalDate();
    return (then.toLocalDate().equals(today) ? TODAY : EARLIER).format(then);
  }
}
