package dev.ironclaw.desktop;

import dev.ironclaw.client.Backoff;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.agent.AgentsView;
import dev.ironclaw.desktop.approval.ApprovalsView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.audit.AuditView;
import dev.ironclaw.desktop.audit.SavedSearches;
import dev.ironclaw.desktop.chat.ChatView;
import dev.ironclaw.desktop.home.HomeView;
import dev.ironclaw.desktop.instance.AppFolder;
import dev.ironclaw.desktop.instance.HandOver;
import dev.ironclaw.desktop.instance.Instance;
import dev.ironclaw.desktop.instance.Wish;
import dev.ironclaw.desktop.live.LiveEvents;
import dev.ironclaw.desktop.log.AppLog;
import dev.ironclaw.desktop.onboarding.FirstStart;
import dev.ironclaw.desktop.onboarding.OnboardingView;
import dev.ironclaw.desktop.posture.PostureView;
import dev.ironclaw.desktop.posture.RuntimeViewModel;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.preference.Preferences;
import dev.ironclaw.desktop.session.SessionsView;
import dev.ironclaw.desktop.settings.DiagnosticsViewModel;
import dev.ironclaw.desktop.settings.HostFacts;
import dev.ironclaw.desktop.settings.SettingsView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.StartPane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Theme;
import dev.ironclaw.desktop.tray.AppIcon;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Puts the window together: the only place of the desktop that knows every screen.
public final class DesktopApp extends Application {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  /// One that is ending gives the folder back soon.
  private static final Duration ENDS_SOON = Duration.ofMillis(250);
  private static final int MOST_WAITS = 60;
  /// A control plane elsewhere is asked again after these, for as long as it takes.
  private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final long START_MILLIS = 20_000;

  private final Texts texts = Texts.of(Locale.getDefault());
  private final StartPane starting = new StartPane(texts);
  private final Scene scene = new Scene(starting);
  private final Notices notices = new Notices();
  private final DesktopEnvironment environment = DesktopEnvironment.ofProcess();
  private final Ending ending = new Ending();
  /// What belongs to the present connection, the newest first; closed on the UI thread.
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Subscription theme = Subscription.EMPTY;
  private Optional<Openings> openings = Optional.empty();
  /// A link that came before there was a window to show it in.
  private Optional<String> link = Optional.empty();
  /// Seen by the thread of a signal too.
  private volatile @Nullable Instance instance;
  private int failures;
  /// Of the thread that connects, one at a time.
  private volatile boolean logs;
  private @Nullable Launch launch;

  /// What does not change while the app runs.
  private record Launch(DesktopOptions options, StateFolder folder, AppWindow window, PreferenceStore preferences) {}

  @Override
  public void start(Stage stage) {
    DesktopOptions options = CommandLine.populateCommand(new DesktopOptions(),
        getParameters().getRaw().toArray(new String[0]));
    StateFolder folder = environment.stateFolder(options);
    // Hidden, it goes on: the icon shows that it does.
    Platform.setImplicitExit(false);
    PreferenceStore preferences = new PreferenceStore(AppFolder.of(folder.path()).path(), Platform::runLater);
    // A log-out ends the program by a signal, and it can be left while it starts: nothing may stay behind then.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::end));
    ending.add(preferences);
    preferences.preferences().map(Preferences::theme).subscribe(this::dress);
    preferences.trouble().subscribe(trouble -> trouble.ifPresent(this::tell));
    Theme.dress(scene);
    stage.setTitle(texts.of("shell.name"));
    stage.getIcons().setAll(AppIcon.images());
    AppWindow window = new AppWindow(stage, scene, preferences, this::quit);
    Launch made = new Launch(options, folder, window, preferences);
    launch = made;
    starting.whenTriedAgain(() -> begin(made));
    link = options.wish().link();
    if (!isHidden(made)) {
      window.show();
    }
    begin(made);
  }

  private static boolean isHidden(Launch made) {
    boolean wanted = made.options.minimized || made.preferences.preferences().get().startMinimized();
    return wanted && made.options.link == null;
  }

  private void begin(Launch made) {
    failures = 0;
    claim(made, MOST_WAITS);
  }

  /// The launcher has asked already; of two that were started at the same moment one finds out here, and so does one that
  /// was started while another ends.
  private void claim(Launch made, int waits) {
    AppFolder folder = AppFolder.of(made.folder.path());
    try {
      if (instance == null) {
        instance = Instance.claim(folder, wish -> Platform.runLater(() -> asked(made, wish))).orElse(null);
      }
    } catch (IronclawException e) {
      fail(made, texts.of("shell.start.failed", String.valueOf(e.getMessage())));
      return;
    }
    if (instance != null) {
      connect(made);
      return;
    }
    switch (HandOver.give(made.options.wish(), folder, PATIENCE)) {
      case TAKEN -> Platform.exit();
      case NOBODY -> later(made, waits, folder);
      case UNANSWERED -> fail(made, texts.of("shell.start.other", folder.path()));
    }
  }

  /// Without one it goes on.
  private void log(Path folder) {
    if (logs) {
      return;
    }
    try {
      ending.add(AppLog.start(folder));
      logs = true;
    } catch (IOException e) {
      Platform.runLater(() -> notices
          .tell(texts.of("shell.log.unwritten", AppLog.file(folder), String.valueOf(e.getMessage()))));
    }
  }

  private void later(Launch made, int waits, AppFolder folder) {
    if (waits > 0) {
      after(ENDS_SOON, () -> claim(made, waits - 1));
    } else {
      fail(made, texts.of("shell.start.other", folder.path()));
    }
  }

  private void fail(Launch made, String words) {
    starting.failed(words);
    made.window.show();
  }

  private void connect(Launch made) {
    starting.waits();
    Thread start = Thread.ofPlatform().name("start").unstarted(() -> {
      log(AppFolder.of(made.folder.path()).path());
      try {
        Access access = Access.open(made.folder, Attachment.of(made.options, environment),
            made.options.acceptUnenforcedLimits);
        ending.add(access);
        Platform.runLater(() -> show(made, access));
      } catch (IronclawException e) {
        Platform.runLater(() -> failed(made, e));
      }
    });
    // Whoever ends the program meanwhile waits for it, and closes what it opened.
    ending.add(() -> start.join(START_MILLIS));
    start.start();
  }

  private void failed(Launch made, IronclawException why) {
    String words = String.valueOf(why.getMessage());
    if (why.code() == ErrorCode.UPSTREAM_FAILED) {
      fail(made, texts.of("shell.start.again", words));
      int now = ++failures;
      after(AGAIN.after(now), () -> {
        if (now == failures) {
          connect(made);
        }
      });
    } else {
      fail(made, texts.of("shell.start.failed", words));
    }
  }

  private void show(Launch made, Access access) {
    failures = 0;
    Executor ui = Platform::runLater;
    LiveEvents events = new LiveEvents(access.client(), ui);
    open.push(events);
    Backend backend = new Backend(access.client(), events, InstantSource.system(), DesktopApp::after,
        Executors.newVirtualThreadPerTaskExecutor(), ui);
    PendingChanges pending = new PendingChanges(backend);
    pending.start();
    open.push(pending::stop);
    Navigation navigation = new Navigation();
    ObjectProperty<Optional<Boolean>> trayShown = new SimpleObjectProperty<>(Optional.empty());
    List<Screen> screens = List.of(HomeView.screen(pending, navigation, texts),
        ChatView.screen(pending, navigation, texts, getHostServices()::showDocument),
        ApprovalsView.screen(pending, navigation, texts), AgentsView.screen(pending, navigation, texts),
        SessionsView.screen(navigation, texts),
        AuditView.screen(new SavedSearches(AppFolder.of(made.folder.path()).path()),
            access.here() ? Optional.of(made.folder.path()) : Optional.empty(), navigation, texts),
        PostureView.screen(texts),
        SettingsView.screen(machine(made), navigation, texts), OnboardingView.screen(navigation, trayShown, texts));
    MainWindow window = new MainWindow(backend, texts, navigation, screens, notices, () -> connectAgain(made, access));
    open.push(window::close);
    RuntimeViewModel isolation = new RuntimeViewModel(backend, texts);
    isolation.start();
    open.push(isolation::stop);
    window.announce(PostureView.banner(isolation, navigation, texts));
    scene.setRoot(window);
    Openings ways = new Openings(made.window::raise, navigation,
        screens.stream().map(Screen::id).collect(Collectors.toSet()), pending, notices, texts);
    openings = Optional.of(ways);
    link.ifPresent(ways::openLink);
    link = Optional.empty();
    FirstStart.look(backend, navigation, screens.getFirst().id());
    Desk desk = new Desk(made.window, ways, backend, pending, notices, texts, environment.sessionBus(), trayShown,
        this::quit);
    open.push(desk);
    desk.open();
  }

  private SettingsView.Machine machine(Launch made) {
    Path folder = AppFolder.of(made.folder.path()).path();
    return new SettingsView.Machine(made.preferences, environment.loginStart(made.options),
        new DiagnosticsViewModel.Sources(() -> HostFacts.measure(DesktopOptions.VERSION, environment.desktop()),
            Optional.of(made.folder.path()), AppLog.file(folder), environment.redaction()));
  }

  /// With a new token, or a control plane of its own where the one of this folder has ended.
  private void connectAgain(Launch made, Access access) {
    closeAll();
    scene.setRoot(starting);
    starting.waits();
    Thread.ofPlatform().name("leave").start(() -> {
      ending.close(access);
      Platform.runLater(() -> begin(made));
    });
  }

  /// A second start of the app.
  private void asked(Launch made, Wish wish) {
    if (wish.shown()) {
      made.window.raise();
    }
    wish.attach().filter(other -> !wish.attach().equals(made.options.wish().attach()))
        .ifPresent(other -> notices.tell(texts.of("shell.link.elsewhere",
            made.options.wish().attach().orElseGet(() -> texts.of("shell.own")), other)));
    wish.link()
        .ifPresent(text -> openings.ifPresentOrElse(ways -> ways.openLink(text), () -> link = Optional.of(text)));
  }

  private void dress(Theme chosen) {
    theme.unsubscribe();
    theme = chosen.apply();
  }

  private void tell(PreferenceStore.Trouble trouble) {
    notices.tell(switch (trouble) {
      case PreferenceStore.Trouble.Misread misread ->
        texts.of("shell.preferences.misread", misread.file(), misread.what());
      case PreferenceStore.Trouble.Unwritten unwritten ->
        texts.of("shell.preferences.unwritten", unwritten.file(), unwritten.why());
    });
  }

  private static void after(Duration time, Runnable work) {
    PauseTransition pause = new PauseTransition(javafx.util.Duration.millis((double) time.toMillis()));
    pause.setOnFinished(_ -> work.run());
    pause.play();
  }

  private void quit() {
    if (launch != null) {
      launch.window.end();
    }
    hush();
    Platform.exit();
  }

  private void hush() {
    Instance running = instance;
    if (running != null) {
      running.hush();
    }
  }

  /// The folder is given back last: a start in between must not find a control plane that is half gone.
  private void end() {
    hush();
    ending.close();
    Instance running = instance;
    if (running != null) {
      running.close();
    }
  }

  private void closeAll() {
    openings = Optional.empty();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("leave the control plane", e);
      }
    }
  }

  @Override
  public void stop() {
    closeAll();
    end();
  }
}
