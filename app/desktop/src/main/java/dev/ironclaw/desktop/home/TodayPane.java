package dev.ironclaw.desktop.home;

import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Today's messages and model calls.
final class TodayPane extends VBox {
  private final Texts texts;
  private final Chart messages;
  private final Chart calls;
  private final Label decided = Words.of("", "text-muted");

  TodayPane(Texts texts) {
    super(12);
    this.texts = texts;
    messages = new Chart("home.today.messages", texts);
    calls = new Chart("home.today.calls", texts);
    HBox charts = new HBox(24, messages, calls);
    for (Chart chart : List.of(messages, calls)) {
      HBox.setHgrow(chart, Priority.ALWAYS);
      chart.setPrefWidth(0);
      chart.setMinWidth(0);
    }
    getChildren().addAll(charts, decided);
    getStyleClass().add("home-line");
  }

  void show(Today today) {
    messages.show(today.messages(), today.hour(),
        texts.of("home.today.messages.sides", today.messagesIn(), today.messagesOut()));
    calls.show(today.modelCalls(), today.hour(), "");
    decided.setText(texts.of("home.today.decided", today.changesDecided()));
  }

  /// One number and when it came about.
  private static final class Chart extends VBox {
    private final String key;
    private final Texts texts;
    private final Label number = new Label();
    private final Label what;
    private final Label more = new Label();
    private final DayBars bars;

    Chart(String key, Texts texts) {
      super(6);
      this.key = key;
      this.texts = texts;
      number.getStyleClass().add("title-2");
      what = new Label(texts.of(key));
      more.getStyleClass().add("text-muted");
      bars = new DayBars(hour -> clock(hour));
      HBox head = new HBox(8, number, what, more);
      head.setAlignment(Pos.BASELINE_LEFT);
      getChildren().addAll(head, bars);
      setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    void show(List<Long> hours, int now, String sides) {
      long sum = hours.stream().mapToLong(Long::longValue).sum();
      number.setText(texts.of("home.today.number", sum));
      more.setText(sides);
      bars.show(hours, now);
      int most = hours.indexOf(hours.stream().max(Long::compare).orElse(0L));
      setAccessibleText(sum == 0 ? texts.of(key + ".none") : texts.of(key + ".told", sum, clock(most)));
    }

    private static String clock(int hour) {
      return String.format(Locale.ROOT, "%02d:00", hour);
    }
  }
}
