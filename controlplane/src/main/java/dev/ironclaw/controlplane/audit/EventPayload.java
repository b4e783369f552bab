package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.secret.Sealer;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/// An event as it lies in an entry: JSON, sealed for exactly this place of the chain.
final class EventPayload {
  /// Far below what a verifier takes for a line: nobody's words may make the log unreadable.
  private static final int MAX_FIELD = 8_192;

  private final Sealer sealer;
  private final JsonMapper json = JsonMapper.builder().build();

  EventPayload(Sealer sealer) {
    this.sealer = sealer;
  }

  byte[] seal(AuditEvent event, long seq, String previous) {
    AuditEvent bounded = new AuditEvent(bounded(event.stage()), bounded(event.subject()), bounded(event.kind()),
        bounded(event.actor()), bounded(event.detail()), bounded(event.agent()));
    return sealer.seal(json.writeValueAsBytes(bounded), place(seq, previous));
  }

  AuditEvent unseal(byte[] sealed, long seq, String previous) {
    return json.readValue(sealer.unseal(sealed, place(seq, previous)), AuditEvent.class);
  }

  private static String bounded(String field) {
    return field.length() <= MAX_FIELD ? field : field.substring(0, MAX_FIELD) + " [cut]";
  }

  private static byte[] place(long seq, String previous) {
    byte[] hash = HexFormat.of().parseHex(previous);
    return ByteBuffer.allocate(Long.BYTES + hash.length).putLong(seq).put(hash).array();
  }
}
