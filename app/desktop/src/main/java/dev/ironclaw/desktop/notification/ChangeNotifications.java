package dev.ironclaw.desktop.notification;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.notification.Notice.Answer;
import dev.ironclaw.desktop.notification.Notice.Subject;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Keeps the desktop's notifications as what waits is, and carries out what was answered there.
public final class ChangeNotifications implements ViewModel {
  private final Backend backend;
  private final PendingChanges pending;
  private final OpenAsks asks;
  private final Function<NoticeListener, Notifier> notifiers;
  private final CardOpener window;
  private final NotificationModel model;
  private final Set<Subject.Single> dismissed = new HashSet<>();
  private final Calls calls;
  private Subscription listening = Subscription.EMPTY;
  private @Nullable Notifier notifier;
  /// A way that is still being opened belongs to the start that asked for it.
  private int started;
  /// The next moment at which something expires, where that was asked for already.
  private Optional<Instant> alarm = Optional.empty();

  /// Shows nothing before [#start].
  ///
  /// @param notifiers opens the desktop's way; closed at [#stop]
  public ChangeNotifications(Backend backend, PendingChanges pending, OpenAsks asks, Texts texts,
      Function<NoticeListener, Notifier> notifiers, CardOpener window) {
    this.backend = backend;
    this.pending = pending;
    this.asks = asks;
    this.notifiers = notifiers;
    this.window = window;
    this.model = new NotificationModel(texts);
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
    // The bus may take a second to answer, or not to: nobody waits for it.
    int now = ++started;
    backend.background().execute(() -> {
      Notifier opened = notifiers.apply(new Told());
      backend.ui().execute(() -> opened(opened, now));
    });
  }

  private void opened(Notifier opened, int since) {
    if (since != started) {
      opened.close();
      return;
    }
    notifier = opened;
    listening = Subscription.combine(pending.changes().subscribe(this::show), asks.asks().subscribe(this::show));
    show();
  }

  @Override
  public void stop() {
    started++;
    listening.unsubscribe();
    calls.close();
    Notifier open = notifier;
    if (open != null) {
      open.close();
    }
    notifier = null;
    alarm = Optional.empty();
  }

  private void show() {
    Notifier open = notifier;
    if (open == null) {
      return;
    }
    dismissed.retainAll(Stream.concat(pending.changes().stream().map(NotificationModel::subject),
        asks.asks().stream().map(NotificationModel::subject)).collect(Collectors.toSet()));
    Instant now = backend.clock().instant();
    open.show(model.notices(pending.changes(), asks.asks(), dismissed, now));
    Stream.concat(pending.changes().stream().flatMap(change -> NotificationModel.expires(change).stream()),
        asks.asks().stream().flatMap(ask -> ask.expires().stream())).filter(end -> end.isAfter(now))
        .min(Instant::compareTo).ifPresent(end -> waitFor(end, now));
  }

  private void waitFor(Instant end, Instant now) {
    if (alarm.map(end::isBefore).orElse(true)) {
      alarm = Optional.of(end);
      backend.delay().after(Duration.between(now, end).plusMillis(1), () -> {
        if (alarm.equals(Optional.of(end))) {
          alarm = Optional.empty();
          show();
        }
      });
    }
  }

  private void answered(Notice notice, Answer answer) {
    dismiss(notice.subject());
    switch (notice.subject()) {
      case Subject.Rest rest when rest.things().stream().allMatch(Subject.Card.class::isInstance) ->
        window.openInbox();
      case Subject.Rest _ -> window.openHome();
      case Subject.Ask ask -> window.show(ask.screen(), ask.item());
      case Subject.Card card -> answered(card, answer);
    }
  }

  private void answered(Subject.Card card, Answer answer) {
    Optional<ChangeView> known = pending.find(card.changeId())
        .filter(change -> change.cardHash().equals(card.cardHash()));
    switch (answer) {
      case REVIEW -> window.open(card.changeId());
      case DENY -> decide(card, DecisionBody.reject(Optional.of(card.cardHash()), Optional.empty()));
      case APPROVE -> {
        if (known.filter(NotificationModel::mayBeApproved).isPresent()) {
          decide(card, DecisionBody.approve(card.cardHash(), Optional.empty()));
        } else {
          window.open(card.changeId());
        }
      }
    }
  }

  private void decide(Subject.Card card, DecisionBody decision) {
    calls.call(() -> backend.client().decide(card.changeId(), decision),
        result -> result.error().ifPresent(why -> window.refused(card.changeId(), why)),
        (ApiException problem) -> {
          window.refused(card.changeId(), problem.words());
          pending.load();
        });
  }

  private void dismiss(Subject subject) {
    switch (subject) {
      case Subject.Single one -> dismissed.add(one);
      case Subject.Rest rest -> dismissed.addAll(rest.things());
    }
    show();
  }

  private final class Told implements NoticeListener {
    @Override
    public void answered(Notice notice, Answer answer) {
      ChangeNotifications.this.answered(notice, answer);
    }

    @Override
    public void dismissed(Notice notice) {
      dismiss(notice.subject());
    }
  }
}
