package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.metric.Metrics;
import java.util.Optional;
import java.util.Set;

/// Counts what the event stream tells of: decisions, messages of agents, boxes. Follows it as any face does; where it was
/// too slow it goes on from what it saw last.
final class EventCounts implements AutoCloseable {
  private static final Set<String> DECISIONS = Set.of("approved", "rejected", "expired");

  private final EventHub events;
  private final Metrics metrics;
  private Optional<Subscription> following = Optional.empty();
  private boolean over;

  EventCounts(EventHub events, Metrics metrics) {
    this.events = events;
    this.metrics = metrics;
    follow(Optional.of(events.lastId()));
  }

  private synchronized void follow(Optional<String> from) {
    if (!over) {
      following = Optional.of(events.subscribe(from, this::happened));
    }
  }

  void happened(HubEvent event) {
    switch (event.type()) {
      case HubEvent.CLOSED -> follow(Optional.of(event.id()));
      case "change.decided" -> count("ironclaw.gateway.decisions", "decision", word(event, "state"));
      case "change.failed" -> metrics.count("ironclaw.changes.failed");
      case "change.applied" -> metrics.count("ironclaw.changes.applied");
      case "chat.message" -> metrics.count("ironclaw.messages.delivered");
      case "session.state" -> {
        switch (word(event, "state")) {
          case "starting" -> metrics.count("ironclaw.sandbox.launches");
          case "stopping" -> metrics.count("ironclaw.sandbox.stops");
          case "parked" -> metrics.count("ironclaw.sandbox.parked");
          default -> {
          }
        }
      }
      default -> {
      }
    }
  }

  private void count(String name, String label, String word) {
    metrics.count(name, label, DECISIONS.contains(word) ? word : "other");
  }

  private static String word(HubEvent event, String name) {
    return String.valueOf(event.data().get(name));
  }

  /// Before the hub closes.
  @Override
  public synchronized void close() {
    over = true;
    following.ifPresent(Subscription::close);
  }
}
