package dev.ironclaw.controlplane.router;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.UserId;
import java.util.Optional;

/// Who speaks, as far as the channel can tell.
///
/// @param name what people see: chosen by the person, so it proves nothing
record Sender(UserId id, String name) {
  private static final int MAX_NAME = 128;

  /// Puts the channel's name before the handle, which must not hold a colon: the handle `evil:owner` of one channel can
  /// be read neither as `owner` of a channel `evil` nor, cut, as the channel's own `evil`.
  static Sender of(String channelType, String handle, Optional<String> name) {
    if (handle.isEmpty() || holdsColon(handle)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "route message of " + channelType
          + ": the sender's handle is empty or holds a colon; send a plain handle");
    }
    UserId id = new UserId(channelType + ":" + handle);
    return new Sender(id, name.map(Sender::oneLine).filter(text -> !text.isEmpty()).orElse(handle));
  }

  static boolean holdsColon(String handle) {
    return handle.indexOf(':') >= 0;
  }

  private static String oneLine(String name) {
    return Excerpt.start(name.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip(), MAX_NAME);
  }
}
