package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Fx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final String FROM_THE_RIGHT = "\u05D0".repeat(64);

  @Test
  void onlyHereWordsAreToldToWrap() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/ironclaw/desktop"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).filteredOn(file -> read(file).contains("setWrapText(true)"))
          .extracting(file -> file.getFileName().toString()).containsExactly("Words.java");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsTypedFromTheRightDoesNotWrap() throws Exception {
    TextArea area = Fx.on(() -> {
      TextArea field = new TextArea();
      Words.wrap(field);
      VBox page = new VBox(field);
      new Scene(page, 200, 400);
      page.applyCss();
      page.layout();
      assertThat(field.isWrapText()).isTrue();
      field.setText(FROM_THE_RIGHT);
      page.layout();
      return field;
    });
    assertThat(area.isWrapText()).isFalse();
  }

  /// Without it each ends a layout with an exception.
  @Test
  void whatALabelIsToldAtFirstOrLaterOrByWhatItIsBoundToCanBeWrapped() throws Exception {
    SimpleStringProperty note = new SimpleStringProperty("");
    List<Labeled> labels = Fx.on(() -> {
      Label first = Words.of(FROM_THE_RIGHT);
      Label later = Words.of("");
      Label bound = Words.of(note);
      NoteLine line = new NoteLine(note);
      VBox page = new VBox(first, later, bound, line);
      Scene scene = new Scene(page, 300, 400);
      page.applyCss();
      page.layout();
      later.setText(FROM_THE_RIGHT);
      note.set(FROM_THE_RIGHT);
      for (int width = 200; width <= 400; width += 20) {
        page.resize(width, scene.getHeight());
        page.applyCss();
        page.layout();
      }
      return List.of(first, later, bound, line);
    });
    assertThat(labels).allSatisfy(label -> {
      assertThat(label.getText()).isEqualTo(Wrapping.safe(FROM_THE_RIGHT));
      assertThat(label.getHeight()).isGreaterThan(20);
    });
  }
}
