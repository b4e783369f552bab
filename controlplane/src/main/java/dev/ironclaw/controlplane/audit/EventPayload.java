package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.secret.Sealer;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// An event as it lies in an entry: JSON, sealed for exactly this place of the chain.
final class EventPayload {
  /// Far below what a verifier takes for a line: nobody's words may make the log unreadable.
  private static final int MAX_FIELD = 8_192;

  private final JsonMapper json = JsonMapper.builder().build();
  private volatile List<Sealer> sealers;

  /// @param sealers that of new entries first, then those of older ones
  EventPayload(List<Sealer> sealers) {
    this.sealers = List.copyOf(sealers);
  }

  void sealWith(List<Sealer> newest) {
    sealers = List.copyOf(newest);
  }

  byte[] seal(AuditEvent event, long seq, String previous) {
    AuditEvent bounded = new AuditEvent(bounded(event.stage()), bounded(event.subject()), bounded(event.kind()),
        bounded(event.actor()), bounded(event.detail()), bounded(event.agent()));
    return sealers.getFirst().seal(json.writeValueAsBytes(bounded), place(seq, previous));
  }

  AuditEvent unseal(byte[] sealed, long seq, String previous) {
    byte[] place = place(seq, previous);
    List<Sealer> known = sealers;
    for (Sealer sealer : known.subList(0, known.size() - 1)) {
      Optional<byte[]> plain = sealer.opened(sealed, place);
      if (plain.isPresent()) {
        return json.readValue(plain.get(), AuditEvent.class);
      }
    }
    return json.readValue(known.getLast().unseal(sealed, place), AuditEvent.class);
  }

  private static String bounded(String field) {
    return field.length() <= MAX_FIELD ? field : field.substring(0, MAX_FIELD) + " [cut]";
  }

  private static byte[] place(long seq, String previous) {
    byte[] hash = HexFormat.of().parseHex(previous);
    return ByteBuffer.allocate(Long.BYTES + hash.length).putLong(seq).put(hash).array();
  }
}
