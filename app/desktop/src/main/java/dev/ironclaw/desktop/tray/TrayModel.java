package dev.ironclaw.desktop.tray;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.tray.TrayEntry.Action;
import dev.ironclaw.desktop.tray.TrayEntry.Info;
import dev.ironclaw.desktop.tray.TrayEntry.Separator;
import dev.ironclaw.desktop.tray.TrayEntry.Submenu;
import java.util.ArrayList;
import java.util.List;

/// From facts to icon and menu.
///
/// Threading: any thread.
public final class TrayModel {
  private static final int MAX_CARDS = 5;
  private static final int MAX_SESSIONS = 3;

  private final Texts texts;

  public TrayModel(Texts texts) {
    this.texts = texts;
  }

  /// The first that is true: not connected, something waits, boxes are weaker than they could be, a box runs.
  public TrayState state(TrayFacts facts) {
    if (!facts.connected()) {
      return new TrayState.Disconnected();
    }
    int waiting = facts.waiting().size() + facts.asks().size();
    if (waiting > 0) {
      return new TrayState.NeedsYou(waiting);
    }
    if (facts.degraded()) {
      return new TrayState.Degraded();
    }
    boolean working = !facts.paused() && facts.sessions().stream().anyMatch(TrayFacts.Session::working);
    return working ? new TrayState.Working() : new TrayState.Idle();
  }

  public TrayMenu menu(TrayFacts facts) {
    List<TrayEntry> entries = new ArrayList<>();
    entries.add(new Action(new TrayAction.Open(), texts.of("tray.open")));
    entries.add(new Separator());
    if (facts.connected()) {
      if (facts.asks().isEmpty() || !facts.waiting().isEmpty()) {
        approvals(facts.waiting(), entries);
      }
      asks(facts.asks(), entries);
      sessions(facts.sessions(), entries);
    } else {
      entries.add(new Info(texts.of("tray.disconnected")));
    }
    entries.add(new Separator());
    posture(facts, entries);
    entries.add(new Action(facts.paused() ? new TrayAction.GoOn() : new TrayAction.PauseAll(),
        texts.of(facts.paused() ? "tray.resume" : "tray.pause"), facts.connected()));
    entries.add(new Separator());
    entries.add(new Action(new TrayAction.Quit(), texts.of("tray.quit")));
    return new TrayMenu(sentence(facts), entries);
  }

  private void approvals(List<TrayFacts.Waiting> waiting, List<TrayEntry> entries) {
    if (waiting.isEmpty()) {
      entries.add(new Info(texts.of("tray.approvals.none")));
      return;
    }
    entries.add(new Info(texts.of("tray.approvals", waiting.size())));
    waiting.stream().limit(MAX_CARDS).forEach(change -> entries.add(new Action(
        new TrayAction.OpenCard(change.changeId()),
        texts.of("tray.approval", VisibleText.brief(change.title()), risk(change.risk())))));
    if (waiting.size() > MAX_CARDS) {
      entries.add(new Action(new TrayAction.OpenInbox(), texts.of("tray.more", waiting.size() - MAX_CARDS)));
    }
  }

  private void asks(List<TrayFacts.Asking> asks, List<TrayEntry> entries) {
    if (asks.isEmpty()) {
      return;
    }
    entries.add(new Info(texts.of("tray.asks", asks.size())));
    asks.stream().limit(MAX_CARDS).forEach(ask -> entries
        .add(new Action(new TrayAction.OpenAsk(ask.screen(), ask.item()), VisibleText.brief(ask.title()))));
    if (asks.size() > MAX_CARDS) {
      entries.add(new Action(new TrayAction.OpenHome(), texts.of("tray.more", asks.size() - MAX_CARDS)));
    }
  }

  private String risk(String risk) {
    return switch (risk) {
      case "green", "amber" -> texts.of("approvals.risk." + risk);
      default -> texts.of("approvals.risk.red");
    };
  }

  private void sessions(List<TrayFacts.Session> sessions, List<TrayEntry> entries) {
    if (!sessions.isEmpty()) {
      entries.add(new Submenu(texts.of("tray.sessions"),
          sessions.stream().limit(MAX_SESSIONS).map(this::session).toList()));
    }
  }

  private TrayEntry session(TrayFacts.Session session) {
    String name = VisibleText.brief(session.name());
    return new Action(new TrayAction.OpenSession(session.id()),
        session.working() ? texts.of("tray.session", name) : name);
  }

  private void posture(TrayFacts facts, List<TrayEntry> entries) {
    if (facts.connected()) {
      String sentence = facts.degraded() ? texts.of("tray.degraded", facts.posture()) : facts.posture();
      entries.add(new Action(new TrayAction.OpenPosture(), sentence));
    }
  }

  private String sentence(TrayFacts facts) {
    String state = switch (state(facts)) {
      case TrayState.Disconnected _ -> texts.of("tray.disconnected");
      case TrayState.NeedsYou needs -> facts.asks().isEmpty()
          ? texts.of("tray.approvals", needs.count())
          : texts.of("tray.needs", needs.count());
      case TrayState.Degraded _ -> texts.of("tray.degraded", facts.posture());
      case TrayState.Working _ -> texts.of("tray.working");
      case TrayState.Idle _ -> texts.of("tray.idle");
    };
    return facts.connected() && facts.paused() ? texts.of("tray.paused", state) : state;
  }
}
