package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;

/// How the job ended.
///
/// @param text its last words, for the person who asked for it
record JobResult(boolean success, String text, int iterations) {
  /// Nothing can be reported of a job that the host has ended.
  static void refuseIfOver(IronclawException failed) {
    if (failed.code() == ErrorCode.UNAUTHENTICATED) {
      throw failed;
    }
  }
}
