package dev.ironclaw.desktop;

import dev.ironclaw.client.Backoff;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.instance.AppFolder;
import dev.ironclaw.desktop.instance.HandOver;
import dev.ironclaw.desktop.instance.Instance;
import dev.ironclaw.desktop.instance.OpenedLinks;
import dev.ironclaw.desktop.instance.Wish;
import dev.ironclaw.desktop.log.AppLog;
import dev.ironclaw.desktop.preference.Isolation;
import dev.ironclaw.desktop.settings.DiagnosticsViewModel;
import dev.ironclaw.desktop.settings.HostFacts;
import dev.ironclaw.desktop.settings.SettingsView;
import dev.ironclaw.desktop.shell.Later;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.QuestionPane;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.StartPane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Theme;
import dev.ironclaw.desktop.tray.AppIcon;
import dev.ironclaw.desktop.wsl.WslHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// The program from its start to its end: one for each state folder, its window, and the control plane that it works with.
public final class DesktopApp extends Application {
  private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  /// One that is ending gives the folder back soon.
  private static final Duration ENDS_SOON = Duration.ofMillis(250);
  private static final int MOST_WAITS = 60;
  /// After the window has been closed, or when it never came up.
  private static final Duration RESTS = Duration.ofSeconds(15);
  /// A control plane elsewhere is asked again after these, for as long as it takes.
  private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final long START_MILLIS = 20_000;

  private final Texts texts = Texts.of(Locale.getDefault());
  private final Questions questions = new Questions();
  private final Notices notices = new Notices();
  private final DesktopEnvironment environment = DesktopEnvironment.ofProcess();
  private final Ending ending = new Ending();
  private final LogStart log = new LogStart(ending, notices, texts);
  private final Later later = new Later(Platform::runLater);
  /// A link that came before there was a window to show it in.
  private Optional<String> link = Optional.empty();
  /// Seen by the thread of a signal too.
  private volatile @Nullable Instance instance;
  private int failures;
  /// Of starts that a person asked for: what an earlier one still wants is not done.
  private int attempts;
  private @Nullable Access access;
  private @Nullable Content content;
  private @Nullable Launch launch;
  /// Once there is a window: what begins before it waits for that.
  private final CompletableFuture<Launch> launched = new CompletableFuture<>();
  private DesktopOptions options = new DesktopOptions();
  /// Before there is a window: they have a say in the first start.
  private @Nullable AppPreferences preferences;
  private Optional<WslHome> wsl = Optional.empty();

  /// What does not change while the app runs.
  ///
  /// @param root the one thing that is shown: that it starts, or the window
  /// @param windows the way to a control plane there; empty elsewhere
  private record Launch(DesktopOptions options, StateFolder folder, AppWindow window, AppPreferences preferences,
      StartPane starting, IsolationOffers offers, StackPane root, Optional<WslStart> windows) {}

  /// What a start goes by, as things are when it begins.
  private record Wanted(DesktopOptions options, StateFolder folder, HostChoices choices) {}

  /// The control plane starts while the window gets ready: neither waits for the other, but on Windows, where it may have
  /// something to ask.
  @Override
  public void init() {
    options = CommandLine.populateCommand(new DesktopOptions(), getParameters().getRaw().toArray(new String[0]));
    // A log-out ends the program by a signal, and it can be left while it starts: nothing may stay behind then.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::end));
    ending.add(later);
    wsl = environment.wsl(options);
    AppPreferences read = new AppPreferences(AppFolder.of(environment.stateFolder(options).path()).path(), notices,
        texts);
    ending.add(read);
    preferences = read;
    claim(MOST_WAITS, ++attempts);
  }

  @Override
  public void start(Stage stage) {
    StateFolder folder = environment.stateFolder(options);
    StartPane starting = new StartPane(texts);
    StackPane root = new StackPane(starting);
    Scene scene = new Scene(new QuestionPane(questions, texts, root));
    // Hidden, it goes on: the icon shows that it does.
    Platform.setImplicitExit(false);
    AppPreferences wishes = Objects.requireNonNull(preferences);
    wishes.wear();
    Theme.dress(scene);
    stage.setTitle(texts.of("shell.name"));
    stage.getIcons().setAll(AppIcon.images());
    AppWindow window = new AppWindow(stage, scene, wishes.store(), () -> leaving().quit());
    Launch made = new Launch(options, folder, window, wishes, starting,
        new IsolationOffers(starting, questions, wishes.store(), texts,
            IsolationOffers.Here.of(options, environment, texts)),
        root,
        wsl.map(home -> new WslStart(home, starting, questions, texts, Platform::runLater)));
    launch = made;
    starting.whenTriedAgain(() -> begin(made));
    link = options.wish().link();
    OpenedLinks.listen(environment.osName(), wish -> Platform.runLater(() -> asked(made, wish)));
    if (!isHidden(made)) {
      window.show();
    }
    stage.showingProperty().subscribe((Boolean _) -> later.after(RESTS, () -> rest(stage)));
    starting.waits();
    launched.complete(made);
  }

  private static boolean isHidden(Launch made) {
    boolean wanted = made.options.minimized || made.preferences.now().startMinimized();
    return wanted && made.options.link == null;
  }

  /// What showing it took is given back to the system: with the window gone, little work comes that would lead to it.
  private static void rest(Stage stage) {
    if (!stage.isShowing()) {
      System.gc();
    }
  }

  private void begin(Launch made) {
    failures = 0;
    made.starting.waits();
    claim(MOST_WAITS, ++attempts);
  }

  /// The launcher has asked already; of two that were started at the same moment one finds out here, and so does one that
  /// was started while another ends.
  private void claim(int waits, int attempt) {
    Wanted wanted = wanted();
    inBackground("claim", () -> claimed(wanted, waits, attempt));
  }

  private Wanted wanted() {
    Isolation kept = Objects.requireNonNull(preferences).now().isolation();
    return new Wanted(options, environment.stateFolder(options), HostChoices.given(options, environment).or(kept));
  }

  /// @param work what may take its time: the window does not wait for it; gives what is to be done there then
  private void inBackground(String name, Supplier<Consumer<Launch>> work) {
    ending.background(name, START_MILLIS, () -> whenLaunched(work.get()));
  }

  /// On the UI thread.
  private void whenLaunched(Consumer<Launch> next) {
    var _ = launched.thenAccept(made -> Platform.runLater(() -> next.accept(made)));
  }

  private Consumer<Launch> claimed(Wanted wanted, int waits, int attempt) {
    AppFolder folder = AppFolder.of(wanted.folder.path());
    try {
      if (instance == null) {
        instance = Instance.claim(folder,
            wish -> whenLaunched(made -> asked(made, wish))).orElse(null);
      }
      if (instance != null) {
        return wsl.isPresent()
            ? stillWanted(attempt, made -> connect(made, attempt))
            : openedHere(wanted, attempt);
      }
      return stillWanted(attempt, switch (HandOver.give(wanted.options.wish(), folder, PATIENCE)) {
        case TAKEN -> _ -> Platform.exit();
        case NOBODY -> made -> later(made, waits, attempt, folder);
        case UNANSWERED -> made -> fail(made, texts.of("shell.start.other", folder.path()));
      });
    } catch (RuntimeException e) {
      return stillWanted(attempt, made -> fail(made, texts.of("shell.start.failed", words(e))));
    }
  }

  private Consumer<Launch> stillWanted(int attempt, Consumer<Launch> next) {
    return made -> {
      if (attempt == attempts) {
        next.accept(made);
      }
    };
  }

  private void later(Launch made, int waits, int attempt, AppFolder folder) {
    if (waits > 0) {
      later.after(ENDS_SOON, () -> {
        if (attempt == attempts) {
          claim(waits - 1, attempt);
        }
      });
    } else {
      fail(made, texts.of("shell.start.other", folder.path()));
    }
  }

  private void fail(Launch made, String words) {
    made.starting.failed(words);
    made.window.show();
  }

  private void connect(Launch made, int attempt) {
    made.starting.waits();
    Wanted wanted = wanted();
    inBackground("start", () -> made.windows
        .map(windows -> opened(made.folder, attempt, () -> openThere(made, windows, wanted, attempt)))
        .orElseGet(() -> openedHere(wanted, attempt)));
    // Ends before that thread is waited for: it may wait for WSL.
    made.windows.ifPresent(ending::add);
  }

  private Consumer<Launch> openedHere(Wanted wanted, int attempt) {
    return opened(wanted.folder, attempt, () -> Optional.of(Access.open(wanted.folder,
        Attachment.of(wanted.options, environment), wanted.choices, environment)));
  }

  private Consumer<Launch> opened(StateFolder folder, int attempt, Supplier<Optional<Access>> way) {
    log.begin(AppFolder.of(folder.path()));
    try {
      Optional<Access> opened = way.get();
      opened.ifPresent(ending::add);
      return made -> opened.ifPresent(now -> show(made, now));
    } catch (IronclawException e) {
      return made -> failed(made, attempt, e);
    } catch (RuntimeException | Error e) {
      LOG.error("the start", e);
      return made -> fail(made, texts.of("shell.start.failed", words(e)));
    }
  }

  private Optional<Access> openThere(Launch made, WslStart windows, Wanted wanted, int attempt) {
    return windows.open(wanted.choices, new WslStart.Next(made.window::show, () -> {
      if (attempt == attempts) {
        begin(made);
      }
    }));
  }

  private static String words(Throwable why) {
    return Optional.ofNullable(why.getMessage()).orElseGet(why::toString);
  }

  private void failed(Launch made, int attempt, IronclawException why) {
    String words = words(why);
    LOG.warn("step=start code={} problem={}", why.code(), words);
    if (why.code() == ErrorCode.UPSTREAM_FAILED) {
      fail(made, texts.of("shell.start.again", words));
      later.after(AGAIN.after(++failures), () -> {
        if (attempt == attempts) {
          connect(made, attempt);
        }
      });
    } else if (isOwn(made)) {
      made.offers.failed(why, () -> begin(made));
      made.window.show();
    } else {
      fail(made, texts.of("shell.start.failed", words));
    }
  }

  /// Whether the control plane would be in this process.
  private static boolean isOwn(Launch made) {
    return made.options.attach == null && made.windows.isEmpty();
  }

  private void show(Launch made, Access opened) {
    failures = 0;
    access = opened;
    Content before = content;
    if (before == null) {
      open(made, opened.client());
    } else {
      before.connect(opened.client());
      made.root.getChildren().setAll(before.window());
    }
  }

  private void open(Launch made, ControlPlaneClient client) {
    Path folder = AppFolder.of(made.folder.path()).path();
    Content first = new Content(
        new Content.Place(made.window, questions, notices, texts, getHostServices()::showDocument),
        new SettingsView.Machine(made.preferences.store(), environment.loginStart(made.options),
            new DiagnosticsViewModel.Sources(() -> HostFacts.measure(DesktopOptions.VERSION, environment.desktop()),
                Optional.of(made.folder.path()), AppLog.file(folder), environment.redaction()),
            isOwn(made) ? Optional.of(HostChoices.given(options, environment).isolation()) : Optional.empty()),
        folder, isOwn(made) ? Optional.of(made.folder.path()) : Optional.empty(),
        made.windows.flatMap(WslStart::distribution), client, later, () -> connectAgain(made));
    content = first;
    made.root.getChildren().setAll(first.window());
    link.ifPresent(first.openings()::openLink);
    link = Optional.empty();
    first.openDesk(environment.sessionBus(), () -> leaving().quit());
  }

  /// With a new token, or a control plane of its own where the one of this folder has ended.
  private void connectAgain(Launch made) {
    Access left = access;
    Content now = content;
    if (left == null || now == null) {
      return;
    }
    access = null;
    now.leave();
    made.root.getChildren().setAll(made.starting);
    made.starting.waits();
    Thread.ofPlatform().name("leave").start(() -> {
      ending.close(left);
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
    wish.link().ifPresent(text -> Optional.ofNullable(content)
        .ifPresentOrElse(now -> now.openings().openLink(text), () -> link = Optional.of(text)));
  }

  private Leaving leaving() {
    return new Leaving(() -> Optional.ofNullable(content).map(now -> now.window().unsaved()).orElse(List.of()),
        () -> Optional.ofNullable(launch).ifPresent(made -> made.window.raise()), questions, texts, this::quit);
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

  @Override
  public void stop() {
    if (content != null) {
      content.close();
    }
    end();
  }
}
