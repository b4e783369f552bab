package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;

/// How much one session may leave on the host's disk and in its line of undelivered rows.
///
/// @param waitingRows rows that are neither delivered nor given up
/// @param storedBytes size of `outbound.db`
public record OutboundQuota(int waitingRows, long storedBytes) {
  public static final OutboundQuota DEFAULT = new OutboundQuota(1_000, 256L << 20);
  static final OutboundQuota NONE = new OutboundQuota(Integer.MAX_VALUE, Long.MAX_VALUE);

  boolean allows(int waiting, long stored) {
    return stored <= storedBytes && waiting <= waitingRows;
  }

  /// @param waiting rows that would wait
  /// @param stored bytes that would be stored
  /// @throws IronclawException `RATE_LIMITED` where too many would wait, `DENIED` where the file would be too large
  void check(int waiting, long stored) {
    if (stored > storedBytes) {
      throw new IronclawException(ErrorCode.DENIED, "commit rows: this session has used up its " + storedBytes
          + " bytes of outbound messages; go on in a new session");
    }
    if (waiting > waitingRows) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "commit rows: " + waitingRows
          + " rows of this session wait to be delivered already; send more when they are gone");
    }
  }
}
