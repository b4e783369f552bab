package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much the session's state holds: a box may fill what [BoxApi] allows and not a byte more. Not for several threads.
final class Memory {
  private Map<String, Integer> sizes = new HashMap<>();

  Memory(Map<String, String> state) {
    state.forEach((key, value) -> sizes.put(key, size(key, value)));
  }

  /// The sizes after these entries; [#become] makes them the present ones once they are stored.
  Map<String, Integer> after(List<StateEntry> entries) {
    if (entries.isEmpty()) {
      return sizes;
    }
    Map<String, Integer> next = new HashMap<>(sizes);
    for (StateEntry entry : entries) {
      entry.value().ifPresentOrElse(value -> next.put(entry.key(), size(entry.key(), value)),
          () -> next.remove(entry.key()));
    }
    long bytes = next.values().stream().mapToLong(Integer::longValue).sum();
    if (next.size() > BoxApi.MAX_STATE_KEYS || bytes > BoxApi.MAX_STATE_BYTES) {
      throw new IronclawException(ErrorCode.TOO_LARGE, "store session state: " + next.size() + " keys with " + bytes
          + " bytes; at most " + BoxApi.MAX_STATE_KEYS + " keys with " + BoxApi.MAX_STATE_BYTES + " bytes");
    }
    return next;
  }

  void become(Map<String, Integer> next) {
    sizes = next;
  }

  private static int size(String key, String value) {
    return key.getBytes(StandardCharsets.UTF_8).length + value.getBytes(StandardCharsets.UTF_8).length;
  }
}
