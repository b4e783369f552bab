package dev.ironclaw.desktop.shell;

import javafx.scene.control.Button;

/// A button for what cannot be taken back: it asks, and does it when it is pressed once more.
public final class SureButton extends Button {
  private final String words;
  private final String question;
  private final Runnable work;
  private boolean asked;

  public SureButton(String words, String question, Runnable work) {
    this.words = words;
    this.question = question;
    this.work = work;
    setOnAction(_ -> press());
    // Whoever goes elsewhere has thought better of it.
    focusedProperty().subscribe(focused -> {
      if (!focused) {
        ask(false);
      }
    });
    ask(false);
  }

  private void press() {
    boolean sure = asked;
    ask(!sure);
    if (sure) {
      work.run();
    }
  }

  /// Back to how it was before it was pressed.
  public void calm() {
    ask(false);
  }

  private void ask(boolean now) {
    asked = now;
    setText(now ? question : words);
    getStyleClass().remove("danger");
    if (now) {
      getStyleClass().add("danger");
    }
  }
}
