package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.crossing.Allowance;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that one state answer holds from before its values are read until the box has it.
final class StateReservation {
  private final Allowance allowance;
  private final AtomicLong held = new AtomicLong();

  StateReservation(Allowance allowance) {
    this.allowance = allowance;
  }

  /// Before the values are read: as many bytes as they may have.
  void forValues() {
    reserve(BufferBudgets.STATE_READ);
  }

  /// Before the answer is built: what it will take, now that the values are known.
  void forAnswer(Map<String, String> state) {
    reserve(2 * printed(state));
  }

  private void reserve(long bytes) {
    if (!allowance.reserve(bytes)) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "the host holds too many requests; try again");
    }
    held.addAndGet(bytes);
  }

  void release() {
    allowance.release(held.getAndSet(0));
  }

  /// Never less than the JSON has.
  private static long printed(Map<String, String> state) {
    return 16 + state.entrySet().stream().mapToLong(entry -> 6 + printed(entry.getKey()) + printed(entry.getValue()))
        .sum();
  }

  private static long printed(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20) {
        bytes += 6;
      } else if (c < 0x80) {
        bytes += c == '"' || c == '\\' ? 2 : 1;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
