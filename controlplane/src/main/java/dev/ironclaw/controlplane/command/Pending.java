package dev.ironclaw.controlplane.command;

import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A command on its way.
final class Pending {
  final String id;
  final WarmKey key;
  final CommandRequest request;
  final Principal.Operator by;
  final CompletableFuture<CommandResult> result = new CompletableFuture<>();
  final long begun = System.nanoTime();
  /// Whether a container has died before it took this one.
  boolean tried;
  /// Whether the host's own time limit has come.
  volatile boolean late;
  volatile Optional<Timer.Alarm> limit = Optional.empty();

  Pending(String id, WarmKey key, CommandRequest request, Principal.Operator by) {
    this.id = id;
    this.key = key;
    this.request = request;
    this.by = by;
  }

  long millis() {
    return (System.nanoTime() - begun) / 1_000_000;
  }
}
