package dev.ironclaw.desktop.testing;

import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.scene.Parent;

/// One screen with something in it, for its picture and for the tests that every screen has to stand.
///
/// @param name of its picture, `<screen>-<what it shows>`
/// @param screen lays down on the desk what the screen will ask for, and makes it
/// @param arrange what a person does once it is open, for example choosing a tab
public record Sample(String name, BiFunction<Desk, Navigation, Screen> screen, Consumer<Parent> arrange) {
  public Sample(String name, BiFunction<Desk, Navigation, Screen> screen) {
    this(name, screen, _ -> {});
  }
}
