package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandApi;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One command that the host wants run.
///
/// @param most bytes that are kept of each stream
record CommandAsk(String id, List<String> argv, Map<String, String> environment, Duration limit, int most) {
  CommandAsk {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }

  static CommandAsk read(byte[] body) {
    Obj command = JsonReader.object(body);
    Map<String, String> environment = new HashMap<>();
    command.object("env").members().forEach((name, value) -> environment.put(name, text(value)));
    List<String> argv = command.array("argv").stream().map(CommandAsk::text).toList();
    if (argv.isEmpty()) {
      throw wrong();
    }
    return new CommandAsk(command.text("id"), argv, environment, Duration.ofMillis(command.number("timeout_millis")),
        Math.clamp(command.number("max_bytes"), 0, CommandApi.MAX_OUTPUT_BYTES));
  }

  private static String text(JsonValue value) {
    if (value instanceof JsonValue.Text(String text)) {
      return text;
    }
    throw wrong();
  }

  private static IronclawException wrong() {
    return new IronclawException(ErrorCode.INVALID_PAYLOAD, "read a command of the host: it is none");
  }
}
