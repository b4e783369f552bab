package dev.ironclaw.controlplane.egress;

import java.util.Map;
import java.util.Optional;

/// What a host answered.
///
/// @param url the last one that was called
/// @param headers those that an agent may see, names in lower case
/// @param body as it came, unpacked
/// @param cut whether it goes on
/// @param notFollowed why a redirect was not followed
@SuppressWarnings("ArrayRecordComponent") // Never compared or shown.
public record EgressAnswer(EgressUrl url, int status, Map<String, String> headers, byte[] body, boolean cut,
    Optional<String> notFollowed) {
  public EgressAnswer {
    headers = Map.copyOf(headers);
  }

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
