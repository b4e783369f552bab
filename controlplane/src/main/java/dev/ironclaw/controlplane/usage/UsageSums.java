package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What several calls come to together, for each row that they count in.
///
/// Not thread-safe.
final class UsageSums {
  /// Whose counter of which day or month.
  record Counter(AgentGroupId agent, String period) {}

  /// By how much a counter changes.
  record Change(long tokens, long nanos, long reservedTokens, long reservedNanos) {
    private Change plus(Change other) {
      return new Change(tokens + other.tokens, nanos + other.nanos, reservedTokens + other.reservedTokens,
          reservedNanos + other.reservedNanos);
    }
  }

  /// What one row of the table `usage` is of.
  record Key(String day, AgentGroupId agent, SessionId session, ModelChoice choice) {}

  /// By how much such a row grows.
  record Row(Key key, long calls, long failed, Tokens tokens, long nanos, long estimated, long unpriced) {
    private Row plus(Row other) {
      return new Row(key, calls + other.calls, failed + other.failed, tokens.plus(other.tokens), nanos + other.nanos,
          estimated + other.estimated, unpriced + other.unpriced);
    }
  }

  private final Map<Counter, Change> counters = new LinkedHashMap<>();
  private final Map<Key, Row> rows = new LinkedHashMap<>();

  /// @param held whether the call had a reservation until now
  void add(UsageWriter.Entry call, boolean held) {
    Charge charge = call.charge();
    Spent spent = call.spent();
    Change change = new Change(spent.tokens().all(), spent.nanos(), held ? -charge.most().all() : 0,
        held ? -charge.nanos() : 0);
    for (String period : List.of(charge.day(), charge.month())) {
      counters.merge(new Counter(charge.agent(), period), change, Change::plus);
    }
    Key key = new Key(spent.day(), spent.agent(), spent.session(), spent.choice());
    rows.merge(key, new Row(key, 1, one(spent.failed()), spent.tokens(), spent.nanos(), one(spent.estimated()),
        one(spent.unpriced())), Row::plus);
  }

  private static long one(boolean is) {
    return is ? 1 : 0;
  }

  Map<Counter, Change> counters() {
    return counters;
  }

  Collection<Row> rows() {
    return rows.values();
  }
}
