package dev.ironclaw.desktop;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.desktop.agent.AgentsView;
import dev.ironclaw.desktop.approval.ApprovalsView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.audit.AuditView;
import dev.ironclaw.desktop.audit.SavedSearches;
import dev.ironclaw.desktop.chat.ChatView;
import dev.ironclaw.desktop.home.HomeView;
import dev.ironclaw.desktop.job.JobsView;
import dev.ironclaw.desktop.job.LiveJobFeed;
import dev.ironclaw.desktop.live.LiveEvents;
import dev.ironclaw.desktop.onboarding.FirstStart;
import dev.ironclaw.desktop.onboarding.OnboardingView;
import dev.ironclaw.desktop.posture.PostureView;
import dev.ironclaw.desktop.posture.RuntimeViewModel;
import dev.ironclaw.desktop.schedule.SchedulesView;
import dev.ironclaw.desktop.session.SessionsView;
import dev.ironclaw.desktop.settings.SettingsView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Delay;
import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Texts;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/// What the window shows: the only place of the desktop that knows every screen. It stays where the connection becomes
/// another one, because what was typed is in it.
///
/// Threading: the UI thread.
final class Content implements AutoCloseable {
  private final Place place;
  /// The newest first.
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final AtomicReference<ControlPlaneClient> client;
  private final LiveEvents events;
  private final Backend backend;
  private final PendingChanges pending;
  private final OpenAsks asks;
  private final ObjectProperty<Optional<Boolean>> trayShown = new SimpleObjectProperty<>(Optional.empty());
  private final MainWindow window;
  private final Openings openings;

  /// Where it is shown, and how people are told and asked there.
  ///
  /// @param browse opens an address of the web
  record Place(AppWindow window, Questions questions, Notices notices, Texts texts, Consumer<String> browse) {}

  /// Loads and listens at once.
  ///
  /// @param folder the app's own
  /// @param files the state folder whose files are the control plane's; empty where that runs elsewhere
  /// @param wsl the distribution that it runs in, on Windows
  /// @param connectAgain what a person asks for where the connection is lost
  Content(Place place, SettingsView.Machine machine, Path folder, Optional<Path> files,
      Optional<String> wsl, ControlPlaneClient first, Delay delay, Runnable connectAgain) {
    this.place = place;
    Executor ui = Platform::runLater;
    client = new AtomicReference<>(first);
    events = new LiveEvents(first, ui);
    open.push(events);
    backend = new Backend(client::get, events, InstantSource.system(), delay,
        Executors.newVirtualThreadPerTaskExecutor(), ui);
    pending = new PendingChanges(backend);
    pending.start();
    open.push(pending::stop);
    asks = new OpenAsks(backend);
    asks.start();
    open.push(asks::stop);
    Navigation navigation = new Navigation();
    Texts texts = place.texts;
    List<Screen> screens = List.of(HomeView.screen(pending, asks, navigation, texts),
        ChatView.screen(pending, navigation, texts, place.browse),
        ApprovalsView.screen(pending, navigation, texts), AgentsView.screen(pending, navigation, texts),
        SessionsView.screen(navigation, texts), SchedulesView.screen(navigation, ZoneId.systemDefault(), texts),
        JobsView.screen(navigation, LiveJobFeed::new, texts, place.browse),
        AuditView.screen(new SavedSearches(folder), files, navigation, texts),
        PostureView.screen(texts), SettingsView.screen(machine, navigation, texts, place.browse),
        OnboardingView.screen(navigation, trayShown, wsl, texts, place.browse));
    window = new MainWindow(backend, texts, navigation, screens, place.notices, connectAgain);
    open.push(window::close);
    RuntimeViewModel isolation = new RuntimeViewModel(backend, texts);
    isolation.start();
    open.push(isolation::stop);
    window.announce(PostureView.banner(isolation, navigation, texts));
    openings = new Openings(place.window::raise, navigation,
        screens.stream().map(Screen::id).collect(Collectors.toSet()), pending, place.notices, texts,
        new Openings.Guard(window::isShownOnce, place.questions));
    FirstStart.look(backend, navigation, screens.getFirst().id());
  }

  /// The icon and the notifications.
  ///
  /// @param quit ends the app
  void openDesk(Optional<String> sessionBus, Runnable quit) {
    Desk desk = new Desk(place.window, openings, backend, pending, asks, place.notices, place.questions, place.texts,
        sessionBus, trayShown, quit);
    open.push(desk);
    desk.open();
  }

  MainWindow window() {
    return window;
  }

  Openings openings() {
    return openings;
  }

  /// Nothing more arrives until [#connect].
  void leave() {
    events.leave();
  }

  /// Goes on with another connection, and loads everything anew.
  void connect(ControlPlaneClient other) {
    client.set(other);
    events.connect(other);
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("leave the control plane", e);
      }
    }
  }
}
