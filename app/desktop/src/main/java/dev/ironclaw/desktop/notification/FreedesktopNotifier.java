package dev.ironclaw.desktop.notification;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.notification.Notice.Answer;
import dev.ironclaw.desktop.notification.Notice.Subject;
import dev.ironclaw.desktop.notification.Notice.Urgency;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notifications through whichever daemon of the session shows them. A number belongs to one notice as it was shown, and
/// to the daemon that gave it; an answer counts when that very daemon says it.
public final class FreedesktopNotifier implements Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(FreedesktopNotifier.class);
  /// How long after it came up nothing is approved: the click may have been meant for what was there before.
  private static final Duration ARMING = Duration.ofMillis(500);
  private static final String ICON = "ironclaw";
  /// Draws a button for a click on the notification itself, so that one is enough there.
  private static final String XFCE = "Xfce Notify Daemon";

  private final Bus bus;
  private final Texts texts;
  private final InstantSource clock;
  private final ScreenLock lock;
  private final Executor ui;
  private final NoticeListener listener;
  private final Map<Long, Shown> shown = new HashMap<>();
  /// Answered or dismissed here, and not yet taken out by whoever says what is wanted.
  private final Set<Notice> done = new HashSet<>();
  private List<Notice> wanted = List.of();
  private boolean watching;
  private Optional<Daemon> daemon = Optional.empty();

  /// A notice on the screen.
  private record Shown(Notice notice, Instant since) {}

  /// A program that shows notifications.
  ///
  /// @param owner its unique name
  private record Daemon(String owner, String name, Notifications remote, Set<String> can) {}

  /// Shows nothing before the first [#show].
  ///
  /// @param bus closed with it
  /// @param lock asked on the bus's thread
  /// @param ui where the listener is called
  public FreedesktopNotifier(Bus bus, Texts texts, InstantSource clock, ScreenLock lock, Executor ui,
      NoticeListener listener) {
    this.bus = bus;
    this.texts = texts;
    this.clock = clock;
    this.lock = lock;
    this.ui = ui;
    this.listener = listener;
  }

  @Override
  public void show(List<Notice> notices) {
    List<Notice> now = List.copyOf(notices);
    bus.run(() -> {
      done.retainAll(now);
      wanted = now.stream().filter(notice -> !done.contains(notice)).toList();
      if (!watching) {
        watching = true;
        bus.listen(Notifications.ActionInvoked.class, this::invoked);
        bus.listen(Notifications.NotificationClosed.class, this::closed);
        bus.watch(Notifications.NAME, this::daemonChanged);
      }
      if (daemon.isEmpty() && !wanted.isEmpty()) {
        daemonChanged(bus.start(Notifications.NAME));
      }
      reconcile();
    });
  }

  private void daemonChanged(Optional<String> owner) {
    if (owner.equals(daemon.map(Daemon::owner))) {
      return;
    }
    // What an earlier one showed went with it.
    shown.clear();
    daemon = owner.flatMap(this::meet);
    reconcile();
  }

  private Optional<Daemon> meet(String owner) {
    try {
      Notifications remote = bus.remote(owner, Notifications.PATH, Notifications.class);
      return Optional.of(new Daemon(owner, Bus.call("ask for a name", remote::GetServerInformation).name, remote,
          Set.copyOf(Bus.call("ask for capabilities", remote::GetCapabilities))));
    } catch (IronclawException e) {
      LOG.warn("no notifications: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void reconcile() {
    daemon.ifPresent(open -> {
      try {
        for (Map.Entry<Long, Shown> old : List.copyOf(shown.entrySet())) {
          Notice notice = old.getValue().notice;
          if (!wanted.contains(notice) && !mayBeReplaced(notice)) {
            shown.remove(old.getKey());
            close(open, old.getKey());
          }
        }
        List<Notice> there = shown.values().stream().map(Shown::notice).toList();
        wanted.stream().filter(notice -> !there.contains(notice)).forEach(notice -> notify(open, notice));
      } catch (IronclawException e) {
        LOG.warn("notifications as they were: {}", e.getMessage());
      }
    });
  }

  /// Only what cannot be approved or denied: a click that is on its way must not meet another card.
  private boolean mayBeReplaced(Notice old) {
    return isRest(old) && wanted.stream().anyMatch(FreedesktopNotifier::isRest);
  }

  private static boolean isRest(Notice notice) {
    return notice.subject() instanceof Subject.Rest;
  }

  private static void close(Daemon open, long id) {
    try {
      Bus.call("close a notification", () -> {
        open.remote.CloseNotification(new UInt32(id));
        return id;
      });
    } catch (IronclawException e) {
      // It had gone by itself.
      LOG.debug("{}", e.getMessage());
    }
  }

  private void notify(Daemon open, Notice notice) {
    long replaced = isRest(notice)
        ? shown.entrySet().stream().filter(old -> isRest(old.getValue().notice)).map(Map.Entry::getKey).findFirst()
            .orElse(0L)
        : 0;
    String body = open.can.contains("body-markup") ? escaped(notice.body()) : notice.body();
    UInt32 id = Bus.call("show a notification", () -> open.remote.Notify(texts.of("shell.name"),
        new UInt32(replaced), ICON, notice.summary(), body, buttons(open, notice), hints(notice), millis(notice)));
    shown.remove(replaced);
    shown.put(id.longValue(), new Shown(notice, clock.instant()));
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'",
        "&#39;");
  }

  private List<String> buttons(Daemon open, Notice notice) {
    List<String> buttons = new ArrayList<>();
    if (open.can.contains("actions")) {
      buttons.addAll(List.of("default", texts.of("notification.review")));
      for (Answer answer : Answer.values()) {
        if (isDrawn(open, notice, answer)) {
          buttons.add(key(answer));
          buttons.add(texts.of("notification." + key(answer)));
        }
      }
    }
    return buttons;
  }

  private static boolean isDrawn(Daemon open, Notice notice, Answer answer) {
    return isOffered(open, notice, answer) && !(answer == Answer.REVIEW && open.name.equals(XFCE));
  }

  /// Nobody approves what this daemon does not show.
  private static boolean isOffered(Daemon open, Notice notice, Answer answer) {
    return notice.offered().contains(answer) && (answer != Answer.APPROVE || open.can.contains("body"));
  }

  private static String key(Answer answer) {
    return switch (answer) {
      case REVIEW -> "review";
      case DENY -> "deny";
      case APPROVE -> "approve";
    };
  }

  private static Map<String, Variant<?>> hints(Notice notice) {
    return Map.of("urgency", new Variant<>((byte) (notice.urgency() == Urgency.CRITICAL ? 2 : 1)), "desktop-entry",
        new Variant<>(ICON));
  }

  private int millis(Notice notice) {
    return notice.expires().map(end -> Duration.between(clock.instant(), end).toMillis())
        .map(left -> Math.clamp(left, 1, Integer.MAX_VALUE)).orElse(0);
  }

  private void invoked(Notifications.ActionInvoked signal) {
    daemon.ifPresent(open -> own(signal.getSource(), signal.id).ifPresent(
        clicked -> answer(signal.key).filter(answer -> isOffered(open, clicked.notice, answer)).ifPresent(answer -> {
          forget(signal.id, clicked.notice);
          close(open, signal.id.longValue());
          Answer given = counted(clicked, answer);
          ui.execute(() -> listener.answered(clicked.notice, given));
        })));
  }

  private static Optional<Answer> answer(String key) {
    return switch (key) {
      case "default", "review" -> Optional.of(Answer.REVIEW);
      case "deny" -> Optional.of(Answer.DENY);
      case "approve" -> Optional.of(Answer.APPROVE);
      default -> Optional.empty();
    };
  }

  /// What is too soon, too late, or said in front of a locked screen, approves nothing.
  private Answer counted(Shown clicked, Answer answer) {
    Instant now = clock.instant();
    boolean soon = Duration.between(clicked.since, now).compareTo(ARMING) < 0;
    boolean late = clicked.notice.expires().filter(end -> !end.isAfter(now)).isPresent();
    return answer == Answer.APPROVE && (soon || late || lock.isLocked()) ? Answer.REVIEW : answer;
  }

  private void closed(Notifications.NotificationClosed signal) {
    own(signal.getSource(), signal.id).ifPresent(gone -> {
      forget(signal.id, gone.notice);
      ui.execute(() -> listener.dismissed(gone.notice));
    });
  }

  private Optional<Shown> own(String source, UInt32 id) {
    return daemon.filter(open -> open.owner.equals(source)).map(_ -> shown.get(id.longValue()));
  }

  /// An answer is given once.
  private void forget(UInt32 id, Notice notice) {
    shown.remove(id.longValue());
    done.add(notice);
    wanted = wanted.stream().filter(other -> !other.equals(notice)).toList();
  }

  @Override
  public void close() {
    bus.run(() -> {
      wanted = List.of();
      reconcile();
    });
    bus.close();
  }
}
