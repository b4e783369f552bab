package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.time.Clock;

/// What a scheduler works with.
public record SchedulerParts(Ledger ledger, Registry registry, SessionQueues queues, SessionWaker waker,
    EventHub events, Brake brake, Timer timer, Clock clock) {}
