package dev.ironclaw.controlplane.audit;

import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/// How a log is kept.
///
/// @param segmentBytes a file that is as long takes no further entry
/// @param checkpointEvery after an entry at the latest after this long comes a checkpoint
/// @param headEvery a witness gets a head at most so often
/// @param witnesses where checkpoints and heads go
/// @param agents fills in whom an entry is about
/// @param appended told soon after entries were recorded, twice a second at most, of the newest one's seq
public record AuditSettings(long segmentBytes, Duration checkpointEvery, Duration headEvery, List<Witness> witnesses,
    AgentOf agents, LongConsumer appended) {
  public static final AuditSettings DEFAULT = new AuditSettings(64L << 20, Duration.ofMinutes(10),
      Duration.ofMinutes(1), List.of(), AgentOf.UNKNOWN, _ -> {});

  public AuditSettings {
    witnesses = List.copyOf(witnesses);
  }

  public AuditSettings withSegmentBytes(long bytes) {
    return new AuditSettings(bytes, checkpointEvery, headEvery, witnesses, agents, appended);
  }

  public AuditSettings withTimes(Duration checkpoint, Duration head) {
    return new AuditSettings(segmentBytes, checkpoint, head, witnesses, agents, appended);
  }

  public AuditSettings withWitnesses(List<Witness> places) {
    return new AuditSettings(segmentBytes, checkpointEvery, headEvery, places, agents, appended);
  }

  public AuditSettings withAgents(AgentOf known) {
    return new AuditSettings(segmentBytes, checkpointEvery, headEvery, witnesses, known, appended);
  }

  public AuditSettings withAppended(LongConsumer listener) {
    return new AuditSettings(segmentBytes, checkpointEvery, headEvery, witnesses, agents, listener);
  }
}
