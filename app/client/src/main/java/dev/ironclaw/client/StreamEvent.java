package dev.ironclaw.client;

import java.util.Map;

/// One event of the stream.
///
/// @param id what a later stream can go on from
/// @param type for example `chat.message`, `chat.partial`, `change.pending`; `resync`: load everything anew
/// @param data strings, numbers, booleans, lists and maps
public record StreamEvent(String id, String type, Map<String, Object> data) {
  /// Events were missed that are not kept any more.
  public static final String RESYNC = "resync";
  /// An agent said something.
  public static final String CHAT_MESSAGE = "chat.message";
  /// An agent is saying something.
  public static final String CHAT_PARTIAL = "chat.partial";

  /// How far the building of an image is: `{"image","phase","done","total","words"}`.
  public static final String IMAGE_PROGRESS = "image.progress";

  /// Entries were recorded in the audit log.
  public static final String AUDIT_APPENDED = "audit.appended";

  /// A text at the top level, empty where there is none.
  public String text(String key) {
    return data.get(key) instanceof String text ? text : "";
  }
}
