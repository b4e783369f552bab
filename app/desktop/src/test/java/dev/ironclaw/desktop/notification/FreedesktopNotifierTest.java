package dev.ironclaw.desktop.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.notification.Notice.Answer;
import dev.ironclaw.desktop.notification.Notice.Subject;
import dev.ironclaw.desktop.notification.Notice.Urgency;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Heard;
import dev.ironclaw.desktop.testing.SessionBus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.interfaces.DBus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real dbus-daemon, with a notification daemon in this process that speaks the real protocol.
class FreedesktopNotifierTest {
  private static final Subject.Card CARD = new Subject.Card("chg_1", "aa");

  @TempDir
  Path folder;
  private SessionBus bus;
  private Bus own;
  private FreedesktopNotifier notifier;
  private final AtomicBoolean locked = new AtomicBoolean();
  private final AtomicReference<Instant> now = new AtomicReference<>(Desk.NOW);
  private static final Duration MOMENT = Duration.ofMillis(500);
  private final Heard<String> told = new Heard<>();

  @BeforeEach
  void start() {
    bus = SessionBus.start(folder);
    own = Bus.open(bus.address());
    notifier = new FreedesktopNotifier(own, Desk.TEXTS, now::get, locked::get, Runnable::run,
        new NoticeListener() {
          @Override
          public void answered(Notice notice, Answer answer) {
            told.accept(answer + " " + notice.subject());
          }

          @Override
          public void dismissed(Notice notice) {
            told.accept("gone " + notice.subject());
          }
        });
  }

  @AfterEach
  void stop() {
    notifier.close();
    bus.close();
  }

  /// Long enough that a click is meant, once what was asked for is on the screen.
  private void aMomentPasses() {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    own.run(() -> settled.complete(null));
    settled.join();
    now.set(now.get().plus(MOMENT));
  }

  private static Notice green(Subject subject) {
    return new Notice(subject, "A change waits", "Give <b>Ada</b> & \"co\"", Urgency.NORMAL,
        Set.of(Answer.REVIEW, Answer.DENY, Answer.APPROVE), Optional.of(Desk.NOW.plus(Duration.ofHours(1))));
  }

  private static Notice red(Subject subject) {
    return new Notice(subject, "A change waits", "Mount", Urgency.CRITICAL, Set.of(Answer.REVIEW, Answer.DENY),
        Optional.empty());
  }

  @Test
  void showsWhatItIsGivenWithEscapedWordsUrgencyAndEnd() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL)) {
      notifier.show(List.of(green(CARD), red(new Subject.Card("chg_2", "bb"))));
      FakeDaemon.Shown first = daemon.shown.next();
      assertThat(first.body()).isEqualTo("Give &lt;b&gt;Ada&lt;/b&gt; &amp; &quot;co&quot;");
      assertThat(first.keys()).containsExactly("default", "review", "deny", "approve");
      assertThat(first.urgency()).isEqualTo(1);
      assertThat(first.millis()).isEqualTo(3_600_000);
      FakeDaemon.Shown second = daemon.shown.next();
      assertThat(second.keys()).containsExactly("default", "review", "deny");
      assertThat(second.urgency()).isEqualTo(2);
      assertThat(second.millis()).isZero();
    }
  }

  @Test
  void offersOnlyWhatTheDaemonCanShow() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, List.of("body"))) {
      notifier.show(List.of(green(CARD)));
      FakeDaemon.Shown shown = daemon.shown.next();
      assertThat(shown.actions()).isEmpty();
      assertThat(shown.body()).as("no markup, nothing to escape").isEqualTo("Give <b>Ada</b> & \"co\"");
    }
    try (FakeDaemon daemon = new FakeDaemon(bus, List.of("actions"))) {
      FakeDaemon.Shown shown = daemon.shown.next();
      assertThat(shown.keys()).as("what is not shown is not approved").containsExactly("default", "review", "deny");
      aMomentPasses();
      daemon.click(shown.id(), "approve");
      daemon.click(shown.id(), "default");
      assertThat(told.next()).isEqualTo("REVIEW " + CARD);
    }
  }

  @Test
  void drawsOneButtonForReviewWhereTheDaemonDrawsTheDefaultAsOne() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, "Xfce Notify Daemon", FakeDaemon.ALL)) {
      notifier.show(List.of(red(CARD)));
      FakeDaemon.Shown shown = daemon.shown.next();
      assertThat(shown.keys()).containsExactly("default", "deny");
      daemon.click(shown.id(), "default");
      assertThat(told.next()).isEqualTo("REVIEW " + CARD);
    }
  }

  @Test
  void tellsOfEachAnswerOnceAndTakesTheNotificationAway() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL)) {
      Subject.Card other = new Subject.Card("chg_2", "bb");
      notifier.show(List.of(green(CARD), green(other)));
      long first = daemon.shown.next().id();
      long second = daemon.shown.next().id();
      aMomentPasses();
      daemon.click(first, "approve");
      aMomentPasses();
      daemon.click(first, "approve");
      daemon.click(second, "nonsense");
      daemon.click(second, "deny");
      assertThat(told.next()).isEqualTo("APPROVE " + CARD);
      assertThat(told.next()).isEqualTo("DENY " + other);
      assertThat(daemon.closed.next()).isEqualTo(first);
      assertThat(daemon.closed.next()).isEqualTo(second);
      // What was on its way when the answer came brings nothing back.
      notifier.show(List.of(green(CARD), green(other)));
      notifier.show(List.of(green(other), red(new Subject.Card("chg_3", "cc"))));
      assertThat(daemon.shown.next().urgency()).isEqualTo(2);
    }
  }

  @Test
  void believesTheDaemonAloneAndOnlyOfItsOwnNumbers() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL); DBusConnection forger = bus.connect()) {
      notifier.show(List.of(green(CARD), red(new Subject.Card("chg_2", "bb"))));
      long id = daemon.shown.next().id();
      long second = daemon.shown.next().id();
      FakeDaemon.invoke(forger, id, "approve");
      forger.sendMessage(new Notifications.NotificationClosed(Notifications.PATH,
          new org.freedesktop.dbus.types.UInt32(id), new org.freedesktop.dbus.types.UInt32(2)));
      forger.sendMessage(new DBus.NameOwnerChanged("/org/freedesktop/DBus", Notifications.NAME, "",
          forger.getUniqueName()));
      FakeDaemon.invoke(forger, id, "approve");
      // Its answer shows that the forger's messages were read before.
      assertThat(forger.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class)
          .NameHasOwner(Notifications.NAME)).isTrue();
      aMomentPasses();
      daemon.click(id + 100, "approve");
      aMomentPasses();
      daemon.click(second, "approve");
      daemon.click(second, "review");
      assertThat(told.next()).isEqualTo("REVIEW " + new Subject.Card("chg_2", "bb"));
      assertThat(told.soFar()).isEmpty();
      aMomentPasses();
      daemon.click(id, "approve");
      assertThat(told.next()).isEqualTo("APPROVE " + CARD);
    }
  }

  @Test
  void approvesNothingInFrontOfALockedScreenOrTooLate() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL)) {
      Subject.Card other = new Subject.Card("chg_2", "bb");
      notifier.show(List.of(green(CARD), green(other)));
      locked.set(true);
      aMomentPasses();
      daemon.click(daemon.shown.next().id(), "approve");
      assertThat(told.next()).isEqualTo("REVIEW " + CARD);
      locked.set(false);
      now.set(Desk.NOW.plus(Duration.ofHours(1)));
      daemon.click(daemon.shown.next().id(), "approve");
      assertThat(told.next()).isEqualTo("REVIEW " + other);
    }
  }

  @Test
  void approvesNothingThatCameUpUnderTheClick() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL)) {
      notifier.show(List.of(green(CARD)));
      long id = daemon.shown.next().id();
      aMomentPasses();
      now.set(now.get().minusMillis(1));
      daemon.click(id, "approve");
      assertThat(told.next()).isEqualTo("REVIEW " + CARD);
    }
  }

  @Test
  void closesWhatIsNotWantedAnyMoreAndNeverPutsAnotherCardUnderAClick() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL)) {
      notifier.show(List.of(green(CARD)));
      long old = daemon.shown.next().id();
      Subject.Card changed = new Subject.Card("chg_1", "ff");
      notifier.show(List.of(green(changed)));
      assertThat(daemon.closed.next()).isEqualTo(old);
      FakeDaemon.Shown anew = daemon.shown.next();
      assertThat(anew.replaces()).isZero();
      assertThat(anew.id()).isNotEqualTo(old);
      aMomentPasses();
      daemon.click(old, "approve");
      aMomentPasses();
      daemon.click(anew.id(), "approve");
      assertThat(told.next()).isEqualTo("APPROVE " + changed);
      assertThat(told.soFar()).isEmpty();
    }
  }

  @Test
  void countsTheRestInOneThatIsReplaced() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL)) {
      notifier.show(List.of(red(new Subject.Rest(Set.of(CARD)))));
      long id = daemon.shown.next().id();
      Subject.Rest more = new Subject.Rest(Set.of(CARD, new Subject.Card("chg_2", "bb")));
      notifier.show(List.of(red(more)));
      assertThat(daemon.shown.next().replaces()).isEqualTo(id);
      daemon.click(id, "default");
      assertThat(told.next()).startsWith("REVIEW Rest").contains("chg_2");
    }
  }

  @Test
  void tellsWhatAHumanPutAway() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL)) {
      notifier.show(List.of(green(CARD)));
      daemon.close(daemon.shown.next().id(), 2);
      assertThat(told.next()).isEqualTo("gone " + CARD);
    }
  }

  @Test
  void showsEverythingAgainWhenAnotherDaemonComesAndForgetsTheNumbersOfTheFirst() throws Exception {
    notifier.show(List.of(green(CARD)));
    FakeDaemon first = new FakeDaemon(bus, FakeDaemon.ALL);
    assertThat(first.shown.next().id()).isEqualTo(1);
    Subject.Card other = new Subject.Card("chg_2", "bb");
    notifier.show(List.of(green(other), green(CARD)));
    assertThat(first.shown.next().id()).isEqualTo(2);
    first.close();
    try (FakeDaemon second = new FakeDaemon(bus, FakeDaemon.ALL)) {
      assertThat(second.shown.next().id()).isEqualTo(1);
      assertThat(second.shown.next().id()).isEqualTo(2);
      aMomentPasses();
      second.click(1, "approve");
      assertThat(told.next()).isEqualTo("APPROVE " + other);
    }
  }

  @Test
  void takesEverythingAwayAtTheEnd() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(bus, FakeDaemon.ALL)) {
      notifier.show(List.of(green(CARD)));
      long id = daemon.shown.next().id();
      notifier.close();
      assertThat(daemon.closed.next()).isEqualTo(id);
    }
  }
}
