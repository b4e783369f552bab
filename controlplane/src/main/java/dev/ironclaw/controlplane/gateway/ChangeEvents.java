package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.event.StoredEvents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What happens to changes, for the event stream. A change's row and its event commit together, so the stream is whole
/// also for a reader that was away while the control plane stopped.
final class ChangeEvents implements StoredEvents {
  private final ChangeEventStore store = new ChangeEventStore();
  private final Ledger ledger;
  private final EventHub hub;
  private final ChangeStore changes;
  private final LiveChanges live;
  private final TwoPeople two;

  ChangeEvents(Ledger ledger, EventHub hub, ChangeStore changes, LiveChanges live, TwoPeople two) {
    this.ledger = ledger;
    this.hub = hub;
    this.changes = changes;
    this.live = live;
    this.two = two;
    hub.store(this);
  }

  /// Sends what was committed.
  void publish() {
    hub.publishStored();
  }

  @Override
  public Place newest() {
    return ledger.read(store::newest);
  }

  @Override
  public Optional<List<Stored>> after(Place place) {
    return ledger.read(connection -> store.after(connection, place))
        .map(events -> events.stream().map(this::asItStands).toList());
  }

  /// An approval is told with those whose approval still counts, of the card as it reads now, whatever it was worth when
  /// it was given.
  private Stored asItStands(Stored event) {
    if (!event.type().equals(ChangeEventStore.APPROVAL)) {
      return event;
    }
    List<String> standing = approvers(new ChangeId(String.valueOf(event.data().get("id"))));
    Map<String, Object> data = new LinkedHashMap<>(event.data());
    data.computeIfPresent(ChangeEventStore.APPROVED_BY,
        (_, then) -> standing.stream().filter(((List<?>) then)::contains).toList());
    return new Stored(event.place(), event.type(), data);
  }

  private List<String> approvers(ChangeId id) {
    return ledger.read(connection -> changes.find(connection, id)).map(live::show)
        .map(shown -> ledger.read(connection -> two.approvers(connection, shown))).orElse(List.of());
  }
}
