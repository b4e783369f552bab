package dev.ironclaw.desktop;

import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.notification.ChangeNotifications;
import dev.ironclaw.desktop.notification.Notifiers;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.tray.Tray;
import dev.ironclaw.desktop.tray.TrayAction;
import dev.ironclaw.desktop.tray.TrayListener;
import dev.ironclaw.desktop.tray.TrayPresence;
import dev.ironclaw.desktop.tray.Trays;
import java.time.Duration;
import java.util.Optional;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import org.jspecify.annotations.Nullable;

/// The icon and the notifications. The only window is never hidden where nobody can see the icon.
///
/// Threading: the UI thread.
final class Desk implements AutoCloseable {
  /// At login the panel may come after the app.
  private static final Duration PANEL_COMES = Duration.ofSeconds(5);

  private final AppWindow window;
  private final Openings openings;
  private final Backend backend;
  private final PendingChanges pending;
  private final OpenAsks asks;
  private final Notices notices;
  private final Texts texts;
  private final Standstill standstill;
  private final Optional<String> sessionBus;
  private final Runnable quit;
  private @Nullable Tray tray;
  private @Nullable TrayPresence presence;
  private @Nullable ChangeNotifications notifications;
  private final ObjectProperty<Optional<Boolean>> trayShown;
  private boolean closed;

  Desk(AppWindow window, Openings openings, Backend backend, PendingChanges pending, OpenAsks asks,
      Notices notices, Questions questions, Texts texts, Optional<String> sessionBus,
      ObjectProperty<Optional<Boolean>> trayShown, Runnable quit) {
    this.window = window;
    this.openings = openings;
    this.backend = backend;
    this.pending = pending;
    this.asks = asks;
    this.notices = notices;
    this.texts = texts;
    this.standstill = new Standstill(window::raise, backend, questions, notices, texts);
    this.sessionBus = sessionBus;
    this.trayShown = trayShown;
    this.quit = quit;
    window.hideWhere(this::isSeen);
  }

  private boolean isSeen() {
    return tray != null && tray.hosted();
  }

  /// Opens the icon and the notifications, which may take a second where the bus is slow: not on the UI thread.
  void open() {
    Thread.ofPlatform().daemon().name("tray").start(() -> {
      Tray opened = Trays.open(sessionBus, texts, backend.ui(), new Clicks());
      Platform.runLater(() -> opened(opened));
    });
    backend.delay().after(PANEL_COMES, this::stayReachable);
  }

  private void opened(Tray opened) {
    if (closed) {
      opened.close();
      return;
    }
    tray = opened;
    trayShown.set(Optional.of(opened.hosted()));
    presence = new TrayPresence(backend, pending, asks, texts, opened);
    presence.start();
    notifications = new ChangeNotifications(backend, pending, asks, texts,
        told -> Notifiers.open(sessionBus, opened, texts, backend.clock(), backend.ui(), told), openings);
    notifications.start();
  }

  private void stayReachable() {
    if (!closed && !isSeen() && !window.isShowing()) {
      window.raise();
      notices.tell(texts.of("shell.tray.none"));
    }
  }

  @Override
  public void close() {
    closed = true;
    window.hideWhere(() -> false);
    standstill.close();
    if (notifications != null) {
      notifications.stop();
    }
    if (presence != null) {
      presence.stop();
    }
    if (tray != null) {
      tray.close();
    }
  }

  private final class Clicks implements TrayListener {
    @Override
    public void chosen(TrayAction action) {
      switch (action) {
        case TrayAction.Open _ -> window.raise();
        case TrayAction.OpenPosture _ -> openings.openScreen("posture");
        case TrayAction.OpenSession session -> openings.openSession(session.sessionId());
        case TrayAction.OpenInbox _ -> openings.openInbox();
        case TrayAction.OpenHome _ -> openings.openHome();
        case TrayAction.OpenAsk ask -> openings.show(ask.screen(), ask.item());
        case TrayAction.OpenCard card -> openings.open(card.changeId());
        case TrayAction.PauseAll _ -> standstill.begin();
        case TrayAction.GoOn _ -> standstill.end();
        case TrayAction.Quit _ -> quit.run();
      }
    }

    @Override
    public void hosted(boolean visible) {
      trayShown.set(Optional.of(visible));
      if (!visible) {
        stayReachable();
      }
    }
  }
}
