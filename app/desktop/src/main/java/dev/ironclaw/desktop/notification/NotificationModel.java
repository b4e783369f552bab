package dev.ironclaw.desktop.notification;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.ask.Ask;
import dev.ironclaw.desktop.notification.Notice.Answer;
import dev.ironclaw.desktop.notification.Notice.Subject;
import dev.ironclaw.desktop.notification.Notice.Urgency;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// From what waits to what is shown of it.
///
/// Threading: any thread.
final class NotificationModel {
  static final int MAX_SHOWN = 5;
  private static final int MAX_SENTENCES = 4;
  private static final int MAX_CHARS = 160;

  private final Texts texts;

  NotificationModel(Texts texts) {
    this.texts = texts;
  }

  /// The first ones each, the others in one. Changes come first: no agent pushes one away by asking. One place is kept for
  /// what the host asks of a budget, so that no agent pushes that away by wanting changes.
  ///
  /// @param waiting oldest first
  /// @param asks what waits besides, the most important first
  /// @param dismissed what a human does not want to see again
  List<Notice> notices(List<ChangeView> waiting, List<Ask> asks, Set<Subject.Single> dismissed, Instant now) {
    List<ChangeView> wanted = waiting.stream().filter(change -> change.state().equals("pending"))
        .filter(change -> !dismissed.contains(subject(change)))
        .filter(change -> expires(change).map(end -> end.isAfter(now)).orElse(true)).toList();
    List<Ask> others = asks.stream().filter(ask -> !dismissed.contains(subject(ask)))
        .filter(ask -> ask.expires().map(end -> end.isAfter(now)).orElse(true)).toList();
    List<Notice> notices = new ArrayList<>();
    int places = others.stream().anyMatch(Ask.Budget.class::isInstance) ? MAX_SHOWN - 1 : MAX_SHOWN;
    wanted.stream().limit(places).forEach(change -> notices.add(card(change)));
    int room = MAX_SHOWN - notices.size();
    others.stream().limit(room).forEach(ask -> notices.add(notice(ask)));
    List<ChangeView> more = wanted.subList(Math.min(places, wanted.size()), wanted.size());
    List<Ask> moreAsks = others.subList(Math.min(room, others.size()), others.size());
    if (!more.isEmpty() || !moreAsks.isEmpty()) {
      notices.add(rest(more, moreAsks));
    }
    return notices;
  }

  static Subject.Ask subject(Ask ask) {
    return new Subject.Ask(ask.id(), ask.screen(), ask.item());
  }

  private Notice notice(Ask ask) {
    String agent = cut(ask.agentId());
    return switch (ask) {
      case Ask.Question question -> ask(ask, "notification.question", texts.of("notification.question.words", agent,
          cut(lined(question.view().question()))));
      case Ask.Budget budget -> ask(ask, "notification.budget", cut(budget.view().question()));
      case Ask.Blocked blocked -> ask(ask, "notification.blocked", texts.of("notification.blocked.words", agent,
          cut(blocked.missing()), cut(lined(blocked.view().prompt()))));
    };
  }

  private Notice ask(Ask ask, String summary, String body) {
    return new Notice(subject(ask), texts.of(summary), body, Urgency.NORMAL, Set.of(Answer.REVIEW), ask.expires());
  }

  static Subject.Card subject(ChangeView change) {
    return new Subject.Card(change.id(), change.cardHash());
  }

  /// What can't be read expires in no known time: the control plane ends it anyway.
  static Optional<Instant> expires(ChangeView change) {
    try {
      return Optional.of(Instant.parse(change.expiresAt()));
    } catch (DateTimeParseException _) {
      // silent-ok: said above.
      return Optional.empty();
    }
  }

  private Notice card(ChangeView change) {
    String risk = risk(change.card());
    return new Notice(subject(change), texts.of("notification.summary", texts.of("approvals.risk." + risk)),
        body(change), risk.equals("red") ? Urgency.CRITICAL : Urgency.NORMAL,
        mayBeApproved(change) ? Set.of(Answer.REVIEW, Answer.DENY, Answer.APPROVE) : Set.of(Answer.REVIEW, Answer.DENY),
        expires(change));
  }

  /// Green, all of its sentences fit, and nothing more than a click is asked: no code and no second person.
  static boolean mayBeApproved(ChangeView change) {
    CardView card = change.card();
    return risk(card).equals("green") && !change.stepUp().orElse(false) && change.approvals().isEmpty()
        && change.state().equals("pending") && change.cardHash().equals(card.hash())
        && card.gains().size() + card.loses().size() <= MAX_SENTENCES && fits(card.title())
        && card.gains().stream().allMatch(NotificationModel::fits)
        && card.loses().stream().allMatch(NotificationModel::fits);
  }

  /// An unknown risk counts as red.
  private static String risk(CardView card) {
    return card.risk().equals("green") || card.risk().equals("amber") ? card.risk() : "red";
  }

  private static boolean fits(String words) {
    return VisibleText.line(words).length() <= MAX_CHARS;
  }

  private String body(ChangeView change) {
    CardView card = change.card();
    List<String> lines = new ArrayList<>();
    lines.add(cut(card.title()));
    card.gains().stream().limit(MAX_SENTENCES).forEach(gain -> lines.add(texts.of("notification.gain", cut(gain))));
    card.loses().stream().limit(Math.max(0, MAX_SENTENCES - card.gains().size()))
        .forEach(loss -> lines.add(texts.of("notification.loss", cut(loss))));
    if (card.gains().size() + card.loses().size() > MAX_SENTENCES) {
      lines.add(texts.of("notification.cut"));
    }
    card.quotedReason().ifPresent(reason -> lines.add(texts.of("notification.reason", cut(lined(reason)))));
    return String.join("\n", lines);
  }

  /// One line of bounded length, with nothing in it that hides.
  private static String cut(String words) {
    return Excerpt.of(VisibleText.line(Excerpt.start(words, MAX_CHARS * 2)), MAX_CHARS);
  }

  /// Line breaks are nothing strange in a reason, and must not start a line here.
  private static String lined(String words) {
    return words.strip().replace("\r\n", "\n").replace("\n", " ⏎ ");
  }

  private Notice rest(List<ChangeView> others, List<Ask> asks) {
    boolean red = others.stream().anyMatch(change -> risk(change.card()).equals("red"));
    return new Notice(
        new Subject.Rest(Stream.concat(others.stream().map(NotificationModel::subject),
            asks.stream().map(NotificationModel::subject)).collect(Collectors.toUnmodifiableSet())),
        texts.of(asks.isEmpty() ? "notification.rest" : "notification.rest.needs", others.size() + asks.size()),
        texts.of(asks.isEmpty() ? "notification.rest.hint" : "notification.rest.needs.hint"),
        red ? Urgency.CRITICAL : Urgency.NORMAL, Set.of(Answer.REVIEW), Optional.empty());
  }
}
