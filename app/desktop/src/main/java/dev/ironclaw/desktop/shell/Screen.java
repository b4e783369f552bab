package dev.ironclaw.desktop.shell;

import java.util.function.Function;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Parent;

/// One entry of the window's navigation.
///
/// @param id also the key of its name: `screen.<id>`
/// @param icon a Material Design literal, for example `mdi2i-inbox`
/// @param count shown beside the name where it is above 0
/// @param listed false for one that has the window to itself, without the navigation
/// @param open makes it; called once, on the UI thread
public record Screen(String id, String icon, ObservableIntegerValue count, boolean listed,
    Function<Backend, Opened> open) {
  /// In the navigation.
  public Screen(String id, String icon, ObservableIntegerValue count, Function<Backend, Opened> open) {
    this(id, icon, count, true, open);
  }

  /// A screen that was made.
  ///
  /// @param model started while it is shown
  public record Opened(ViewModel model, Parent view) {}
}
