package dev.ironclaw.sandbox.probe;

/// What one attempt found.
///
/// @param held true where the wall held
/// @param detail what was tried and what came back
record Finding(String probe, boolean held, String detail) {
  private static final int DETAIL_LIMIT = 400;

  String json() {
    return "{\"probe\":" + quoted(probe) + ",\"held\":" + held + ",\"detail\":" + quoted(detail) + "}";
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars().limit(DETAIL_LIMIT).forEach(c -> {
      if (c == '"' || c == '\\') {
        json.append('\\').append((char) c);
      } else if (c < ' ') {
        json.append(' ');
      } else {
        json.append((char) c);
      }
    });
    return json.append('"').toString();
  }
}
