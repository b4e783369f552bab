package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.controlplane.event.EventHub;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The self-test that ran to its end last. Forgotten at a restart: it says nothing of what was started since.
final class LastSelftest {
  private final EventHub events;
  private final Clock clock;
  private final AtomicReference<Optional<SelftestRunView>> run = new AtomicReference<>(Optional.empty());

  LastSelftest(EventHub events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /// Keeps it, and tells those who did not wait for it.
  void ended(SelftestView result) {
    SelftestRunView ended = new SelftestRunView(clock.instant().toString(), result);
    run.set(Optional.of(ended));
    events.publish("sandbox.selftest", Map.of("endedAt", ended.endedAt(), "held", result.held()), true);
  }

  Optional<SelftestRunView> run() {
    return run.get();
  }
}
