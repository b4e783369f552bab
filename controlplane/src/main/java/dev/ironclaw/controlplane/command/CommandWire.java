package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the host and a container say to each other of commands, as [dev.ironclaw.contract.job.CommandApi] has it.
final class CommandWire {
  private static final JsonMapper JSON = JsonMapper.shared();

  private CommandWire() {}

  /// What a container says of a command; it may say anything.
  ///
  /// @param left processes that it could not end
  /// @param out the beginning of the stream
  @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
  record Said(String id, int exitCode, boolean timedOut, int left, byte[] out, long outBytes, byte[] error,
      long errorBytes) {}

  static byte[] ask(String id, CommandRequest request) {
    ObjectNode ask = JSON.createObjectNode().put("id", id);
    request.argv().forEach(ask.putArray("argv")::add);
    ObjectNode environment = ask.putObject("env");
    request.environment().forEach(environment::put);
    ask.put("timeout_millis", request.timeout().toMillis()).put("max_bytes", request.maxOutput() / 2);
    return JSON.writeValueAsBytes(ask);
  }

  /// @throws IronclawException `INVALID_PAYLOAD`
  static Said said(byte[] bytes, int offset, int length) {
    try {
      JsonNode said = JSON.readTree(bytes, offset, length);
      return new Said(said.path("id").stringValue(), Math.clamp(said.path("exit_code").longValue(), 0, 255),
          said.path("timed_out").booleanValue(), Math.clamp(said.path("left").longValue(), 0, Integer.MAX_VALUE),
          Base64.getDecoder().decode(said.path("out").stringValue()),
          Math.max(0, said.path("out_bytes").longValue()),
          Base64.getDecoder().decode(said.path("error").stringValue()),
          Math.max(0, said.path("error_bytes").longValue()));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "the result of a command is none", e);
    }
  }

  /// @param most bytes that may be kept, whatever the container kept
  static CommandResult.Stream stream(byte[] bytes, long all, int most) {
    boolean cut = all > bytes.length || bytes.length > most;
    return new CommandResult.Stream(
        new String(CommandStreams.cut(bytes, most, cut), StandardCharsets.UTF_8), Math.max(all, bytes.length), cut);
  }
}
