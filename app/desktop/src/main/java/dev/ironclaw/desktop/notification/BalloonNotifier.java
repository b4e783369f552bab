package dev.ironclaw.desktop.notification;

import dev.ironclaw.desktop.notification.Notice.Answer;
import dev.ironclaw.desktop.notification.Notice.Subject;
import dev.ironclaw.desktop.notification.Notice.Urgency;
import dev.ironclaw.desktop.tray.Balloons;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Draws attention to what is new, where the system has no buttons for us: a click opens it. Nothing can be decided there,
/// and nothing can be taken back.
final class BalloonNotifier implements Notifier {
  private final Balloons balloons;
  private final NoticeListener listener;
  private final Set<Subject.Single> seen = new HashSet<>();

  BalloonNotifier(Balloons balloons, NoticeListener listener) {
    this.balloons = balloons;
    this.listener = listener;
  }

  @Override
  public synchronized void show(List<Notice> notices) {
    // One takes the place of another, so of all that are new the most urgent is shown, the latest of these.
    List<Notice> fresh = notices.stream().filter(notice -> !seen.containsAll(things(notice))).toList();
    seen.clear();
    notices.forEach(notice -> seen.addAll(things(notice)));
    fresh.stream().reduce((one, other) -> isCritical(one) && !isCritical(other) ? one : other)
        // Some systems draw no line breaks there.
        .ifPresent(notice -> balloons.display(notice.summary(), notice.body().replace("\n", " · "),
            isCritical(notice), () -> listener.answered(notice, Answer.REVIEW)));
  }

  private static boolean isCritical(Notice notice) {
    return notice.urgency() == Urgency.CRITICAL;
  }

  private static Set<Subject.Single> things(Notice notice) {
    return switch (notice.subject()) {
      case Subject.Single one -> Set.of(one);
      case Subject.Rest rest -> rest.things();
    };
  }

  @Override
  public void close() {
    // A balloon goes by itself.
  }
}
