package dev.ironclaw.desktop.chat;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.LoadedList;
import java.util.List;
import java.util.stream.Stream;
import javafx.util.Subscription;

/// What agents asked for in their conversations: what waits, and what was decided lately.
final class AskedChanges {
  private static final int LATELY = 100;

  private final Backend backend;
  private final PendingChanges pending;
  private final LoadedList<ChangeHistoryView> decided;
  private final Runnable changed;

  /// @param changed runs when it says something else than before
  AskedChanges(Backend backend, Calls calls, PendingChanges pending, Runnable changed) {
    this.backend = backend;
    this.pending = pending;
    this.changed = changed;
    this.decided = new LoadedList<>(calls, () -> backend.client().changeHistory(LATELY));
  }

  Subscription listen() {
    return Subscription.combine(pending.changes().subscribe(changed), backend.events().listen(this::happened));
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case "change.decided", "change.applied", "change.failed" -> load();
      default -> {
      }
    }
  }

  void load() {
    decided.load(changed);
  }

  /// Of one agent, in any of its conversations: it may ask in a chat app for what concerns this one.
  List<ChatItem.Asked> of(String agentId) {
    List<ChatItem.Asked> waiting = pending.changes().stream().filter(change -> isOf(agentId, change))
        .map(change -> new ChatItem.Asked(change, "pending")).toList();
    return Stream.concat(waiting.stream(), decided.items().stream().filter(row -> isOf(agentId, row.request()))
        .filter(row -> waiting.stream().noneMatch(one -> one.change().id().equals(row.request().id())))
        .map(row -> new ChatItem.Asked(row.request(), row.status()))).toList();
  }

  private static boolean isOf(String agentId, ChangeView change) {
    return change.agentGroupId().equals(agentId) && change.sessionId().isPresent();
  }
}
