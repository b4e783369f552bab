package dev.ironclaw.desktop;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.instance.DeepLink;
import dev.ironclaw.desktop.notification.CardOpener;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Set;
import java.util.function.BooleanSupplier;

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
  private final Guard guard;

  /// What keeps the open screen from being left by something outside the window.
  ///
  /// @param once true while it shows what nobody can see again
  record Guard(BooleanSupplier once, Questions questions) {}

  /// @param raise brings the window up
  /// @param screens ids of those that the window has
  Openings(Runnable raise, Navigation navigation, Set<String> screens, PendingChanges pending, Notices notices,
      Texts texts, Guard guard) {
    this.raise = raise;
    this.navigation = navigation;
    this.screens = screens;
    this.pending = pending;
    this.notices = notices;
    this.texts = texts;
    this.guard = guard;
  }

  /// Any web page can offer a link: it takes nothing away that is shown once.
  private void leave(Runnable way) {
    raise.run();
    if (guard.once.getAsBoolean()) {
      guard.questions.ask(new Question(texts.of("shell.once.question"), texts.of("shell.once.words"),
          texts.of("shell.once.go"), way));
    } else {
      way.run();
    }
  }

  /// Shows what a link names, or says that it names nothing here.
  void openLink(String text) {
    DeepLink.parse(text).filter(link -> screens.contains(screen(link.kind()))).ifPresentOrElse(
        link -> leave(() -> navigation.go(screen(link.kind()), link.id())), () -> {
          raise.run();
          notices.tell(texts.of("shell.link.none", VisibleText.brief(text)));
        });
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
    leave(() -> navigation.go(APPROVALS, changeId));
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

  @Override
  public void openHome() {
    openScreen("home");
  }

  @Override
  public void show(String screen, String item) {
    if (screens.contains(screen)) {
      leave(() -> navigation.go(screen, item));
    } else {
      raise.run();
    }
  }

  void openSession(String id) {
    show("sessions", id);
  }

  /// The window alone where it has no such screen.
  void openScreen(String id) {
    if (screens.contains(id)) {
      leave(() -> navigation.go(id));
    } else {
      raise.run();
    }
  }
}
