package dev.ironclaw.desktop.shell;

import javafx.beans.property.ObjectProperty;
import javafx.collections.ObservableList;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;

/// A list that marks the item that a view model has chosen, and chooses the one that a person marks.
public final class ChosenList<T> extends ListView<T> {
  public ChosenList(String id, ObservableList<T> items, ObjectProperty<@Nullable T> chosen) {
    super(items);
    setId(id);
    getSelectionModel().selectedItemProperty().subscribe(marked -> {
      // A list that is filled anew marks nothing for a moment.
      if (marked != null) {
        chosen.set(marked);
      }
    });
    chosen.subscribe(item -> getSelectionModel().select(item));
  }
}
