package dev.ironclaw.controlplane.modelproxy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The upstreams that are set up, as they are when asked. Answers from memory: it is asked in the midst of a call.
@FunctionalInterface
public interface Upstreams {
  /// Empty where it is not known, or has not what it needs, as a key.
  Optional<Upstream> find(String name);

  /// Some that never change.
  static Upstreams fixed(List<Upstream> rows) {
    Map<String, Upstream> byName = rows.stream().collect(Collectors.toUnmodifiableMap(Upstream::name,
        Function.identity()));
    return name -> Optional.ofNullable(byName.get(name));
  }
}
