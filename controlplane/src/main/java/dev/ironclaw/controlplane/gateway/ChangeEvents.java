package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.event.StoredEvents;
import java.util.List;
import java.util.Optional;

/// What happens to changes, for the event stream. A change's row and its event commit together, so the stream is whole
/// also for a reader that was away while the control plane stopped.
final class ChangeEvents implements StoredEvents {
  private final ChangeEventStore store = new ChangeEventStore();
  private final Ledger ledger;
  private final EventHub hub;
  private final TwoPeople two;

  ChangeEvents(Ledger ledger, EventHub hub, TwoPeople two) {
    this.ledger = ledger;
    this.hub = hub;
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
    return ledger.read(connection -> store.after(connection, place, two::counts));
  }
}
