package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.kind.DecisionPolicy;
import dev.ironclaw.controlplane.registry.Registry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Reads the policy in force, and holds it against the change by which a human set it: a document that got into the
/// database by any other way loosens nothing.
final class Policies {
  private final Registry registry;
  private final ChangeStore store;

  Policies(Registry registry, ChangeStore store) {
    this.registry = registry;
    this.store = store;
  }

  PolicyInForce read(Connection connection) throws SQLException {
    Optional<Change> setBy = store.newestPolicy(connection);
    Optional<DecisionPolicy> decided = setBy.map(Policies::decided).orElse(Optional.of(DecisionPolicy.DEFAULT));
    Optional<DecisionPolicy> stored = DecisionPolicy.stored(registry.policy(connection));
    Optional<String> fault = stored.isEmpty() || decided.isEmpty()
        ? Optional.of("it can't be read, or says what no policy may say")
        : Optional.of("it is not what a human decided last").filter(_ -> !stored.equals(decided));
    return new PolicyInForce(decided.orElse(DecisionPolicy.DEFAULT), setBy.map(Policies::source), fault);
  }

  private static Optional<DecisionPolicy> decided(Change change) {
    try {
      return Optional.of(DecisionPolicy.parse(change.after()));
    } catch (IronclawException _) {
      // silent-ok: becomes the fault that everybody is told
      return Optional.empty();
    }
  }

  private static PolicyInForce.Source source(Change change) {
    return new PolicyInForce.Source(change.id(),
        change.decision().map(Change.DecisionRecord::decidedBy).orElse("nobody"));
  }
}
