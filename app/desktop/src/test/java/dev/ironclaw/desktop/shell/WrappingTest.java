package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Fx;
import java.util.List;
import java.util.Random;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.junit.jupiter.api.Test;
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

  /// A letter under a heap of marks, also where the place is narrower than any letter.
  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 18, 33, 64, 500})
  void lettersWithManyMarksAreLaidOutHoweverNarrow(int marks) throws Exception {
    for (String letter : new String[]{"\u05D0", "\u0628", "\uD83A\uDD00"}) {
      for (String before : new String[]{"", "a ", "plain words ", "\n", "a line\n\n"}) {
        String words = before + (letter + "\u0301".repeat(marks)).repeat(3);
        String safe = Wrapping.safe(words);
        assertThat(safe.replace("\u200E", "")).isEqualTo(words);
        assertThat(Wrapping.safe(safe)).isEqualTo(safe);
        double height = Fx.on(() -> {
          Label label = new Label(safe);
          label.setWrapText(true);
          VBox page = new VBox(label);
          new Scene(page, 600, 400);
          page.applyCss();
          double sum = 0;
          for (double width : new double[]{0.5, 1, 2, 4, 8, 16, 40, 100, 600}) {
            page.resize(width, 400);
            page.layout();
            sum += label.prefHeight(width);
          }
          return sum;
        });
        assertThat(height).isPositive();
      }
    }
  }

  /// What people type in one language with words of another.
  @Test
  void whatCanBeWrappedAsItIsNeverFails() throws Exception {
    Random random = new Random(7);
    List<String> pieces = List.of("words ", "a ", "1.5 ", "(", "\n", "\u05E9\u05DC\u05D5\u05DD ", "\u05D0",
        "\u0627\u0644\u0628\u064E ", "12 ", "\u05D0\u05D1-\u05D2 ");
    int wrapped = 0;
    for (int n = 0; n < 600; n++) {
      StringBuilder words = new StringBuilder("plain words of some length ".repeat(random.nextInt(3)));
      int count = 1 + random.nextInt(30);
      for (int i = 0; i < count; i++) {
        words.append(pieces.get(random.nextInt(pieces.size())));
      }
      if (Wrapping.wraps(words.toString())) {
        wrapped += Wrapping.isFromTheRight(words.toString()) ? 1 : 0;
        assertThat(laidOut(words.toString())).as(words.toString()).isPositive();
      }
    }
    assertThat(wrapped).as("of those that are read from both sides").isGreaterThan(50);
    assertThat(Wrapping.wraps("\u05D0".repeat(64))).isFalse();
  }

  private static double laidOut(String words) throws Exception {
    return Fx.on(() -> {
      Text text = new Text(words);
      double sum = 0;
      for (double width : new double[]{1, 20, 60, 100, 200, 400}) {
        text.setWrappingWidth(width);
        sum += text.getLayoutBounds().getHeight();
      }
      return sum;
    });
  }

  @Test
  void whatKeepsThemSafeTakesNoRoom() throws Exception {
    double taller = Fx.on(() -> {
      Label plain = new Label("\u05E9\u05DC\u05D5\u05DD");
      Label safe = new Label(Wrapping.safe(plain.getText()));
      safe.setWrapText(true);
      VBox page = new VBox(plain, safe);
      new Scene(page, 600, 400);
      page.applyCss();
      page.layout();
      assertThat(safe.prefWidth(-1)).isEqualTo(plain.prefWidth(-1));
      return safe.prefHeight(100) - plain.prefHeight(100);
    });
    assertThat(taller).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain words", "na\u00EFve \u65E5\u672C"})
  void otherWordsStayAsTheyAre(String words) {
    assertThat(Wrapping.safe(words)).isSameAs(words);
  }
}
