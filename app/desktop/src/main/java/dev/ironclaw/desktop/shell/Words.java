package dev.ironclaw.desktop.shell;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;

/// Text that wraps where its place is narrow and is never cut with dots, whoever wrote it: [Wrapping] says what is special
/// about that. The one place where a label is told to wrap.
public final class Words {
  private Words() {}

  /// What it is told later is as safe to wrap.
  public static Label of(String words, String... styles) {
    Label label = new Label();
    label.getStyleClass().addAll(styles);
    wrap(label);
    label.setText(words);
    return label;
  }

  /// One that always shows what this says.
  public static Label of(ObservableValue<String> words, String... styles) {
    Label label = of("", styles);
    label.textProperty().bind(words.map(Wrapping::safe));
    return label;
  }

  /// What is typed can't be made safe: where it would not be, a line is as long as it is.
  public static void wrap(TextArea area) {
    area.wrapTextProperty().bind(area.textProperty().map(Wrapping::wraps));
  }

  /// Makes another one wrap; whoever binds its text binds it to what is safe.
  public static void wrap(Labeled label) {
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.textProperty().subscribe(words -> {
      String safe = Wrapping.safe(words);
      if (!safe.equals(words)) {
        label.setText(safe);
      }
    });
  }
}
