package dev.ironclaw.controlplane.event;

import java.util.Map;

/// How much memory an event holds, roughly, in chars: a count of events alone would let one agent that talks in long
/// messages fill the heap.
final class Weight {
  private static final int PER_VALUE = 32;

  private Weight() {}

  static long of(Object value) {
    return switch (value) {
      case CharSequence text -> PER_VALUE + text.length();
      case Map<?, ?> map -> map.entrySet().stream().mapToLong(e -> of(e.getKey()) + of(e.getValue())).sum();
      case Iterable<?> items -> {
        long sum = PER_VALUE;
        for (Object item : items) {
          sum += of(item);
        }
        yield sum;
      }
      default -> PER_VALUE;
    };
  }
}
