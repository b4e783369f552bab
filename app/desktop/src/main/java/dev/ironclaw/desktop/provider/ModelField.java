package dev.ironclaw.desktop.provider;

import dev.ironclaw.desktop.shell.Texts;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;

/// A model's name: typed, or taken from those that are offered.
public final class ModelField extends ComboBox<String> {
  private static final int ROWS = 12;
  private final StringProperty typed;

  /// @param typed what it holds
  /// @param offered may change while it is shown
  /// @param wanted runs when somebody is about to choose
  public ModelField(String id, StringProperty typed, ObservableList<String> offered, Runnable wanted, Texts texts) {
    this.typed = typed;
    setId(id);
    setEditable(true);
    setVisibleRowCount(ROWS);
    setAccessibleText(texts.of("agents.model"));
    getEditor().setId(id + "-text");
    getEditor().setAccessibleText(texts.of("agents.model"));
    setPromptText(texts.of("agents.model.prompt"));
    setMaxWidth(Double.MAX_VALUE);
    getEditor().textProperty().bindBidirectional(typed);
    typed.subscribe(words -> {
      if (!words.equals(getValue())) {
        setValue(words);
      }
    });
    valueProperty().subscribe(taken -> {
      if (taken != null && !taken.equals(typed.get())) {
        typed.set(taken);
      }
    });
    getItems().setAll(offered);
    offered.addListener((ListChangeListener<String>) _ -> offer(offered));
    getEditor().focusedProperty().subscribe(focused -> {
      if (focused) {
        wanted.run();
      }
    });
    setOnShowing(_ -> wanted.run());
  }

  /// A list that changes takes the choice with it: what is typed stays.
  private void offer(ObservableList<String> offered) {
    String before = typed.get();
    getItems().setAll(offered);
    typed.set(before);
    setValue(before);
  }
}
