package dev.ironclaw.desktop;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.approval.ApprovalsView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.audit.AuditView;
import dev.ironclaw.desktop.audit.SavedSearches;
import dev.ironclaw.desktop.home.HomeView;
import dev.ironclaw.desktop.live.LiveEvents;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.StartPane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Theme;
import dev.ironclaw.desktop.tray.AppIcon;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import picocli.CommandLine;

/// Puts the window together: the only place of the desktop that knows every screen.
public final class DesktopApp extends Application {
  private static final int WIDTH = 1_180;
  private static final int HEIGHT = 760;
  private static final int LEAST_WIDTH = 860;
  private static final int LEAST_HEIGHT = 560;

  private final Texts texts = Texts.of(Locale.getDefault());
  private final StartPane starting = new StartPane(texts);
  private final Scene scene = new Scene(starting, WIDTH, HEIGHT);
  /// What is closed when the app ends, the newest first.
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @Override
  public void start(Stage stage) {
    DesktopOptions options = CommandLine.populateCommand(new DesktopOptions(),
        getParameters().getRaw().toArray(new String[0]));
    // Hidden, it goes on: the icon shows that it does.
    Platform.setImplicitExit(false);
    stage.setOnCloseRequest(_ -> Platform.exit());
    Theme.SYSTEM.apply();
    Theme.dress(scene);
    stage.setTitle(texts.of("shell.name"));
    stage.getIcons().setAll(AppIcon.images());
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    stage.setScene(scene);
    stage.show();
    starting.whenTriedAgain(() -> connect(options, stage));
    connect(options, stage);
  }

  private void connect(DesktopOptions options, Stage stage) {
    starting.waits();
    Thread.ofPlatform().name("start").start(() -> {
      try {
        Access access = Access.open(options);
        // A log-out ends the program by a signal, and it can be left while it starts: nothing may stay behind then.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(access::close));
        Platform.runLater(() -> show(access, EmbeddedControlPlane.stateDir(options.stateDir), stage));
      } catch (IronclawException e) {
        Platform.runLater(() -> starting.failed(String.valueOf(e.getMessage())));
      }
    });
  }

  private void show(Access access, Path folder, Stage stage) {
    open.push(access);
    Executor ui = Platform::runLater;
    LiveEvents events = new LiveEvents(access.client(), ui);
    open.push(events);
    Backend backend = new Backend(access.client(), events, InstantSource.system(), DesktopApp::after,
        Executors.newVirtualThreadPerTaskExecutor(), ui);
    PendingChanges pending = new PendingChanges(backend);
    pending.start();
    open.push(pending::stop);
    Navigation navigation = new Navigation();
    MainWindow window = new MainWindow(backend, texts, navigation,
        List.of(HomeView.screen(pending, navigation, texts), ApprovalsView.screen(pending, navigation, texts),
            AuditView.screen(new SavedSearches(folder), navigation, texts)));
    open.push(window::close);
    scene.setRoot(window);
    Desk desk = new Desk(stage, navigation, backend, pending, texts, DesktopEnvironment.ofProcess().sessionBus());
    open.push(desk);
    desk.open();
  }

  private static void after(Duration time, Runnable work) {
    PauseTransition pause = new PauseTransition(javafx.util.Duration.millis((double) time.toMillis()));
    pause.setOnFinished(_ -> work.run());
    pause.play();
  }

  @Override
  public void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
