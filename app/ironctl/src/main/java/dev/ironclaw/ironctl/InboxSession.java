package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.contract.api.UndoBody;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The inbox with its terminal and its control plane. Nothing is asked for at intervals: events say when to load.
///
/// Threading: one thread runs it; one reads keys, one reads events, both only put into a queue.
final class InboxSession {
  private static final int HISTORY = 50;
  private static final long REDRAW_SECONDS = 30;

  private final ControlPlaneClient client;
  private final Tty tty;
  private final InstantSource clock;
  private final Inbox inbox;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  InboxSession(ControlPlaneClient client, Tty tty, InstantSource clock) {
    this.client = client;
    this.tty = tty;
    this.clock = clock;
    this.inbox = new Inbox(clock);
  }

  /// Until the person leaves or the input ends.
  void run() {
    // Before the first look, so that nothing comes between.
    try (EventStream events = client.events(Optional.empty())) {
      load();
      tty.onResize(() -> signals.add(new Signal.Resized()));
      Thread.ofPlatform().daemon().name("inbox-keys").start(this::readKeys);
      Thread.ofVirtual().name("inbox-events").start(() -> readEvents(events));
      boolean goesOn = true;
      while (goesOn) {
        draw();
        goesOn = handle(next());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// All that is there at once, so that a burst of events is one look.
  private List<Signal> next() throws InterruptedException {
    List<Signal> all = new ArrayList<>();
    // In between only the time that is left for a decision is drawn anew.
    Signal first = signals.poll(REDRAW_SECONDS, TimeUnit.SECONDS);
    if (first != null) {
      all.add(first);
      signals.drainTo(all);
    }
    return all;
  }

  private boolean handle(List<Signal> all) {
    boolean changed = false;
    for (Signal signal : all) {
      switch (signal) {
        case Signal.Pressed(Key key) -> {
          InboxAct act = inbox.key(key);
          if (act instanceof InboxAct.Quit) {
            return false;
          }
          tried(() -> act(act));
        }
        case Signal.News(StreamEvent event) -> changed |= inbox.event(event);
        case Signal.Resized _ -> {
        }
        case Signal.InputOver _ -> {
          return false;
        }
        case Signal.Failed(ApiException why) -> throw why;
      }
    }
    if (changed) {
      tried(this::load);
    }
    return true;
  }

  private void load() {
    act(inbox.loaded(client.pendingChanges()));
  }

  private void act(InboxAct act) {
    switch (act) {
      case InboxAct.None _,InboxAct.Quit _ -> {
      }
      case InboxAct.Open(String id) -> inbox.opened(client.change(id), Optional.empty());
      case InboxAct.Approve(String id, String hash, var scope, var code) ->
        decided(id, client.decide(id, DecisionBody.approve(hash, Optional.empty(), scope, code)));
      case InboxAct.Reject(String id, Optional<String> reason) ->
        decided(id, client.decide(id, DecisionBody.reject(Optional.empty(), reason)));
      case InboxAct.ListApplied _ -> inbox.applied(client.changeHistory(HISTORY).stream()
          .map(ChangeHistoryView::request).filter(change -> change.state().equals("applied")).toList());
      case InboxAct.PreviewUndo(String id) -> inbox.opened(client.previewUndo(id), Optional.of(id));
      case InboxAct.Undo(String id, String hash, String confirm, var code) -> {
        ChangeAccepted accepted = client.undo(id, new UndoBody(Optional.of(new ApproveBody(hash,
            Optional.of(confirm), code))));
        inbox.done(id, "undo " + accepted.state());
      }
    }
  }

  private void decided(String id, DecisionResult result) {
    inbox.done(id, result.state() + result.error().map(why -> " (" + why + ")").orElse(""));
    load();
  }

  /// A refusal is shown, and the inbox goes on with what is true now.
  private void tried(Runnable step) {
    try {
      step.run();
    } catch (ApiException e) {
      inbox.failed(String.valueOf(e.getMessage()));
      reload();
    }
  }

  private void reload() {
    try {
      List<ChangeView> now = client.pendingChanges();
      if (inbox.loaded(now) instanceof InboxAct.Open(String id)) {
        inbox.opened(client.change(id), Optional.empty());
      }
    } catch (ApiException _) {
      // silent-ok: the first failure is on the screen.
    }
  }

  private void draw() {
    inbox.fits(tty.rows() - InboxScreen.AROUND_A_CARD, tty.columns());
    tty.draw(InboxScreen.of(inbox, tty.columns(), tty.rows(), clock.instant()));
  }

  private void readKeys() {
    for (Optional<Key> key = tty.key(); key.isPresent(); key = tty.key()) {
      signals.add(new Signal.Pressed(key.get()));
    }
    signals.add(new Signal.InputOver());
  }

  private void readEvents(EventStream events) {
    try {
      for (Optional<StreamEvent> event = events.next(); event.isPresent(); event = events.next()) {
        signals.add(new Signal.News(event.get()));
      }
    } catch (ApiException e) {
      signals.add(new Signal.Failed(e));
    }
  }

  private sealed interface Signal {
    record Pressed(Key key) implements Signal {}

    record News(StreamEvent event) implements Signal {}

    record Resized() implements Signal {}

    record InputOver() implements Signal {}

    record Failed(ApiException why) implements Signal {}
  }
}
