package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// One line of a log in two lines, all of one height: thousands of them cost what one screen of them costs.
final class LogCell extends ListCell<LogRow> {
  static final double HEIGHT = 48;
  private static final int MOST_CHARS = 200;
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

  private final InstantSource clock;
  private final JobWords words;
  private final FontIcon icon = new FontIcon();
  private final Label title = new Label();
  private final Label text = new Label();
  private final Label time = new Label();
  private final HBox row;

  LogCell(InstantSource clock, JobWords words) {
    this.clock = clock;
    this.words = words;
    title.getStyleClass().addAll("text-muted", "text-small");
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
  protected void updateItem(@Nullable LogRow line, boolean empty) {
    super.updateItem(line, empty);
    if (empty || line == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    icon.setIconLiteral(JobWords.icon(line));
    icon.getStyleClass().setAll("ikonli-font-icon", "log-" + line.kind().replace('_', '-'));
    title.setText(words.kind(line));
    text.setText(VisibleText.text(Excerpt.start(line.text(), MOST_CHARS)).replace('\n', ' ').replace('\t', ' '));
    text.getStyleClass().setAll("label", line.kind().startsWith("tool") ? "command" : "log-words");
    time.setText(when(line.at()));
    setAccessibleText(title.getText() + ". " + text.getText() + ". " + time.getText());
    setGraphic(row);
  }

  private String when(String at) {
    ZonedDateTime then = Instant.parse(at).atZone(ZoneId.systemDefault());
    LocalDate today = clock.instant().atZone(ZoneId.systemDefault()).toLocalDate();
    return (then.toLocalDate().equals(today) ? TODAY : EARLIER).format(then);
  }
}
