package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.box.BoxApi;
import java.util.Arrays;
import java.util.Optional;

/// The doors of the box API.
///
/// The size of a commit bounds it as a whole; a partial text may grow sixfold when escaped.
enum Door {
  HELLO("POST", BoxApi.HELLO, 64 * 1024), EVENTS("GET", BoxApi.EVENTS, 0), COMMIT("POST", BoxApi.COMMIT,
      BoxApi.MAX_COMMIT_BYTES), STATE("GET", BoxApi.STATE, 0), PARTIAL("POST", BoxApi.PARTIAL,
          6 * BoxApi.MAX_PARTIAL_CHARS + 1024), HEARTBEAT("POST", BoxApi.HEARTBEAT, 4096), PERSONA("GET",
              BoxApi.PERSONA, 0), MODEL("POST", BoxApi.MODEL, BoxApi.MAX_MODEL_REQUEST_BYTES), TOOLS("POST",
                  BoxApi.TOOLS,
                  BoxApi.MAX_TOOL_CALL_BYTES);

  private final String method;
  private final String path;
  private final int mostBytes;

  Door(String method, String path, int mostBytes) {
    this.method = method;
    this.path = path;
    this.mostBytes = mostBytes;
  }

  /// @param rawPath as sent: an encoded or dotted form of a door's path is no door
  static Optional<Door> of(String rawPath) {
    return Arrays.stream(values()).filter(door -> door.takesRest()
        ? rawPath.startsWith(door.path + "/")
        : door.path.equals(rawPath)).findFirst();
  }

  private boolean takesRest() {
    return this == MODEL || this == TOOLS;
  }

  String method() {
    return method;
  }

  /// Most bytes of a request body.
  int mostBytes() {
    return mostBytes;
  }

  /// Open before the box has a session.
  boolean isOpenUnbound() {
    return this == HELLO || this == EVENTS;
  }
}
