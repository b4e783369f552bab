package dev.ironclaw.desktop;

import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.preference.Preferences.WindowPlace;
import java.util.function.BooleanSupplier;
import javafx.animation.PauseTransition;
import javafx.scene.Scene;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;

/// The window among the other windows: where it is, how it comes up and goes away.
///
/// Threading: the UI thread.
final class AppWindow {
  private static final int WIDTH = 1_180;
  private static final int HEIGHT = 760;
  private static final int LEAST_WIDTH = 860;
  private static final int LEAST_HEIGHT = 560;
  /// So much of it must be on some screen.
  private static final int LEAST_SEEN = 120;
  private static final Duration DEAD = Duration.millis(500);

  private final Stage stage;
  private final PreferenceStore preferences;
  private final Runnable quit;
  private final PauseTransition dead = new PauseTransition(DEAD);
  /// Whether somebody can see the icon, so that the window may hide.
  private BooleanSupplier hosted = () -> false;

  /// Invisible until [#raise] or [#show].
  ///
  /// @param quit ends the app
  AppWindow(Stage stage, Scene scene, PreferenceStore preferences, Runnable quit) {
    this.stage = stage;
    this.preferences = preferences;
    this.quit = quit;
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    stage.setScene(scene);
    place();
    stage.setOnCloseRequest(request -> {
      request.consume();
      leave();
    });
    scene.getAccelerators().put(new KeyCodeCombination(KeyCode.Q, KeyCombination.SHORTCUT_DOWN), quit);
    scene.addEventFilter(KeyEvent.ANY, this::drop);
    scene.addEventFilter(MouseEvent.MOUSE_PRESSED, this::drop);
    scene.addEventFilter(MouseEvent.MOUSE_RELEASED, this::drop);
    scene.addEventFilter(MouseEvent.MOUSE_CLICKED, this::drop);
  }

  private void place() {
    stage.setWidth(WIDTH);
    stage.setHeight(HEIGHT);
    preferences.preferences().get().window().filter(AppWindow::isOnAScreen).ifPresent(last -> {
      stage.setX(last.x());
      stage.setY(last.y());
      stage.setWidth(Math.max(LEAST_WIDTH, last.width()));
      stage.setHeight(Math.max(LEAST_HEIGHT, last.height()));
      stage.setMaximized(last.maximized());
    });
  }

  /// Its title bar can be taken hold of: a screen may be gone since.
  private static boolean isOnAScreen(WindowPlace place) {
    return Screen.getScreens().stream().map(Screen::getVisualBounds).anyMatch(bounds -> place.y() >= bounds.getMinY()
        && place.y() + LEAST_SEEN <= bounds.getMaxY() && place.x() + place.width() - LEAST_SEEN >= bounds.getMinX()
        && place.x() + LEAST_SEEN <= bounds.getMaxX());
  }

  /// What was typed or clicked for another window must not reach this one.
  private void drop(InputEvent event) {
    if (isDead()) {
      event.consume();
    }
  }

  private boolean isDead() {
    return dead.getStatus() == PauseTransition.Status.RUNNING;
  }

  /// Closed by its button: it hides where the icon is seen and a person wants that, else the app ends.
  void leave() {
    remember();
    if (preferences.preferences().get().closeToTray() && hosted.getAsBoolean()) {
      stage.hide();
    } else {
      quit.run();
    }
  }

  /// Told by the tray, which comes later.
  void hideWhere(BooleanSupplier iconIsSeen) {
    hosted = iconIsSeen;
  }

  void show() {
    stage.show();
  }

  boolean isShowing() {
    return stage.isShowing();
  }

  /// Brings it up, by whatever way; for a moment it takes no key and no click.
  void raise() {
    dead.playFromStart();
    stage.setIconified(false);
    stage.show();
    stage.toFront();
    stage.requestFocus();
  }

  /// Gone at once: what is ended afterwards may take a while.
  void end() {
    remember();
    stage.hide();
  }

  /// A maximized window keeps the place that it goes back to.
  private void remember() {
    if (!stage.isShowing() || stage.isIconified()) {
      return;
    }
    preferences.change(now -> now.withWindow(stage.isMaximized()
        ? now.window().map(last -> new WindowPlace(last.x(), last.y(), last.width(), last.height(), true))
            .orElseGet(() -> new WindowPlace(0, 0, WIDTH, HEIGHT, true))
        : new WindowPlace((int) stage.getX(), (int) stage.getY(), (int) stage.getWidth(), (int) stage.getHeight(),
            false)));
  }
}
