package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonValue.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The host's words, read as the golden files of the contract show them. Members that are not known are passed over,
/// so that a newer host can say more.
final class WireReader {
  private WireReader() {}

  static BoxEvent event(byte[] line, int offset, int length) {
    Obj event = JsonReader.object(line, offset, length);
    return switch (event.text("type")) {
      case "bound" -> new BoxEvent.Bound(new SessionId(event.text("session")), config(event.object("config")));
      case "message" -> new BoxEvent.Message(message(event.object("message")));
      case "config" -> new BoxEvent.Config(config(event.object("config")));
      case "stop" -> new BoxEvent.Stop(event.text("reason"));
      case "cancel" -> new BoxEvent.Cancel(event.number("seq"));
      default -> throw unreadable("an event of an unknown type");
    };
  }

  private static BoxConfig config(Obj config) {
    Obj limits = config.object("limits");
    return new BoxConfig(config.number("revision"), config.text("agentGroupId"), config.text("agentName"),
        config.text("dialect"), config.text("model"), config.smallNumber("maxOutputTokens"),
        persona(config.object("persona")), texts(config.array("tools")),
        new BoxConfig.Limits(limits.smallNumber("maxToolRounds"), limits.smallNumber("historyTokens"),
            limits.smallNumber("turnSeconds"), limits.number("turnTokens")));
  }

  private static MessageIn message(Obj message) {
    return new MessageIn(new MessageId(message.text("id")), message.number("seq"), kind(message.text("kind")),
        instant(message.text("timestamp")), message.flag("trigger"), message.text("channelType"),
        message.text("platformId"), message.optionalText("threadId"), message.text("content"),
        message.optionalText("sourceSessionId").map(SessionId::new), message.flag("onWake"));
  }

  static List<BoxCommit.RowResult> results(byte[] answer) {
    List<BoxCommit.RowResult> results = new ArrayList<>();
    for (String word : texts(JsonReader.object(answer).array("results"))) {
      results.add(switch (word) {
        case "stored" -> BoxCommit.RowResult.STORED;
        case "duplicate" -> BoxCommit.RowResult.DUPLICATE;
        default -> throw unreadable("an unknown row result");
      });
    }
    return List.copyOf(results);
  }

  static Map<String, String> state(byte[] answer) {
    Map<String, String> state = new LinkedHashMap<>();
    Obj entries = JsonReader.object(answer).object("state");
    entries.members().keySet().forEach(key -> state.put(key, entries.text(key)));
    return Collections.unmodifiableMap(state);
  }

  static Persona persona(byte[] answer) {
    return persona(JsonReader.object(answer));
  }

  static ToolAnswer tool(byte[] answer) {
    Obj said = JsonReader.object(answer);
    return new ToolAnswer(said.text("text"), said.flag("isError"));
  }

  private static Persona persona(Obj persona) {
    return new Persona(persona.text("identity"), persona.text("soul"), persona.text("instructions"));
  }

  private static List<String> texts(List<JsonValue> values) {
    List<String> texts = new ArrayList<>(values.size());
    for (JsonValue value : values) {
      if (!(value instanceof Text(String text))) {
        throw unreadable("a list that holds something else than strings");
      }
      texts.add(text);
    }
    return texts;
  }

  private static MessageKind kind(String word) {
    return switch (word) {
      case "chat" -> MessageKind.CHAT;
      case "task" -> MessageKind.TASK;
      case "webhook" -> MessageKind.WEBHOOK;
      case "system" -> MessageKind.SYSTEM;
      default -> throw unreadable("a row of an unknown kind");
    };
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException notATime) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "read from the host: a time that is no RFC 3339 instant",
          notATime);
    }
  }

  private static IronclawException unreadable(String what) {
    return new IronclawException(ErrorCode.INVALID_PAYLOAD, "read from the host: " + what);
  }
}
