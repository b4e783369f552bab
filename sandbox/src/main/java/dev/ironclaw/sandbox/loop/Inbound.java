package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;

/// An inbound row as the model is shown it: a header line that says where it comes from, then its words.
record Inbound(String header, String text) {
  private static final int MAX_NAME_CHARS = 80;

  static Inbound of(MessageIn row) {
    if (row.kind() == MessageKind.SYSTEM) {
      return new Inbound("[notice from the host]", text(row.content()));
    }
    if (row.sourceSessionId().isPresent()) {
      return new Inbound("[message from another agent, " + line(sender(row.content())) + "]", text(row.content()));
    }
    return new Inbound("[chat via " + line(row.channelType()) + " " + line(row.platformId()) + " from "
        + line(sender(row.content())) + "]", text(row.content()));
  }

  String prompt() {
    return header + "\n" + text;
  }

  /// A row whose content is no JSON object is words as a whole.
  private static String text(String content) {
    try {
      return JsonReader.object(content).optionalText("text").orElse("");
    } catch (IronclawException plain) {
      return content;
    }
  }

  private static String sender(String content) {
    try {
      JsonValue sender = JsonReader.object(content).member("sender").orElse(new JsonValue.Null());
      if (sender instanceof Obj who) {
        return who.optionalText("name").or(() -> who.optionalText("id")).orElse("unknown");
      }
    } catch (IronclawException plain) {
      return "unknown";
    }
    return "unknown";
  }

  /// A name can't end the header and speak for the host.
  private static String line(String name) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), MAX_NAME_CHARS); i++) {
      char c = name.charAt(i);
      line.append(Character.isISOControl(c) || c == '[' || c == ']' || c == '\u2028' || c == '\u2029' ? ' ' : c);
    }
    return line.toString().strip();
  }
}
