package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.controlplane.queue.OutboundTable.Ref;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which outbound rows are not delivered. In memory and without their words: asking costs nothing in a long session.
final class Outgoing {
  private final TreeMap<Long, Ref> waiting = new TreeMap<>();
  private final Map<MessageId, Long> seqs = new HashMap<>();

  synchronized void add(Collection<Ref> rows) {
    for (Ref row : rows) {
      waiting.put(row.seq(), row);
      seqs.put(row.id(), row.seq());
    }
  }

  synchronized int size() {
    return waiting.size();
  }

  synchronized boolean holds(MessageId id) {
    return seqs.containsKey(id);
  }

  synchronized void remove(MessageId id) {
    Long seq = seqs.remove(id);
    if (seq != null) {
      waiting.remove(seq);
    }
  }

  synchronized List<MessageId> due(long after, Instant now, int limit) {
    return waiting.tailMap(after, false).values().stream()
        .filter(row -> row.deliverAfter().map(time -> !time.isAfter(now)).orElse(true))
        .limit(limit).map(Ref::id).toList();
  }

  /// The soonest time of a row that is not due.
  synchronized Optional<Instant> nextDue(Instant now) {
    return waiting.values().stream().flatMap(row -> row.deliverAfter().stream()).filter(time -> time.isAfter(now))
        .min(Comparator.naturalOrder());
  }
}
