package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonValue.Obj;

/// One streamed answer in one dialect. An event that the API does not describe throws `INVALID_PAYLOAD` or
/// `UPSTREAM_FAILED`; members and event types that are new are passed over.
interface AnswerStream {
  void event(Obj event);

  /// No more events come: the end of an answer that is whole, or `UPSTREAM_FAILED`.
  void ended();

  /// Whatever follows is not read.
  boolean isStopped();

  static IronclawException cut() {
    return new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: it ended before its end");
  }
}
