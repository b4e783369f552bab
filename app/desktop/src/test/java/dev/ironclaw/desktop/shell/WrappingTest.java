package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Fx;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrappingTest {
  /// Without it each of these ends a layout with an exception.
  @ParameterizedTest
  @ValueSource(strings = {"\u0627\u0644 ", "\u05D0\u05D1\u05D2 ", "\u0627\u0644\u0628\u064E", "\u05D0", "\uD83A\uDD00"})
  void wordsFromRightToLeftAreLaidOutHoweverLong(String piece) throws Exception {
    String words = piece.repeat(300);
    double height = Fx.on(() -> {
      TextFlow flow = new TextFlow(new Text(Wrapping.safe(words)));
      Label label = new Label(Wrapping.safe(words));
      label.setWrapText(true);
      VBox page = new VBox(flow, label);
      new Scene(page, 600, 400);
      page.applyCss();
      page.layout();
      double narrow = flow.prefHeight(100) + label.prefHeight(40);
      return flow.prefHeight(600) + flow.prefHeight(200) + label.prefHeight(600) + narrow;
    });
    assertThat(height).isGreaterThan(50);
    assertThat(Wrapping.safe(words).replace("\u200E", "")).isEqualTo(words);
    assertThat(Wrapping.safe(Wrapping.safe(words))).isEqualTo(Wrapping.safe(words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain words", "na\u00EFve \u65E5\u672C"})
  void otherWordsStayAsTheyAre(String words) {
    assertThat(Wrapping.safe(words)).isSameAs(words);
  }
}
