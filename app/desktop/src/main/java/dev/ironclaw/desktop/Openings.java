package dev.ironclaw.desktop;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.instance.DeepLink;
import dev.ironclaw.desktop.notification.CardOpener;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Set;

/// The ways into the window from outside it: links, the tray, notifications. They show and never decide.
///
/// Threading: the UI thread.
final class Openings implements CardOpener {
  private static final String APPROVALS = "approvals";

  private final Runnable raise;
  private final Navigation navigation;
  private final Set<String> screens;
  private final PendingChanges pending;
  private final Notices notices;
  private final Texts texts;

  /// @param raise brings the window up
  /// @param screens ids of those that the window has
  Openings(Runnable raise, Navigation navigation, Set<String> screens, PendingChanges pending, Notices notices,
      Texts texts) {
    this.raise = raise;
    this.navigation = navigation;
    this.screens = screens;
    this.pending = pending;
    this.notices = notices;
    this.texts = texts;
  }

  /// Shows what a link names, or says that it names nothing here.
  void openLink(String text) {
    raise.run();
    DeepLink.parse(text).filter(link -> screens.contains(screen(link.kind()))).ifPresentOrElse(
        link -> navigation.go(screen(link.kind()), link.id()),
        () -> notices.tell(texts.of("shell.link.none", VisibleText.brief(text))));
  }

  private static String screen(DeepLink.Kind kind) {
    return switch (kind) {
      case CHANGE -> APPROVALS;
      case AGENT -> "agents";
      case SESSION -> "sessions";
    };
  }

  @Override
  public void open(String changeId) {
    raise.run();
    navigation.go(APPROVALS, changeId);
  }

  @Override
  public void openInbox() {
    openScreen(APPROVALS);
  }

  @Override
  public void refused(String changeId, String why) {
    open(changeId);
    pending.tell(why);
  }

  void openSession(String id) {
    raise.run();
    if (screens.contains("sessions")) {
      navigation.go("sessions", id);
    }
  }

  /// The window alone where it has no such screen.
  void openScreen(String id) {
    raise.run();
    if (screens.contains(id)) {
      navigation.go(id);
    }
  }
}
