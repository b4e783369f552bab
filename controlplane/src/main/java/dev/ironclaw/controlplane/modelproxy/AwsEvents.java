package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// AWS's binary event stream as the SSE that the anthropic dialect has: a frame in, an event out. Holds one frame at most,
/// and no frame that is larger than any event should be.
///
/// Source: docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html (the frame),
/// docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html (what is in it).
final class AwsEvents {
  static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";
  static final int MAX_FRAME = 1 << 20;
  private static final String BROKEN = "call the model: the upstream's stream is not what it should be; try again";
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final int STRING = 7;

  private ByteBuffer held = ByteBuffer.allocate(0);

  /// @return the events that are whole with this chunk; may be empty
  /// @throws IronclawException `UPSTREAM_FAILED` for what is no such stream
  ByteBuffer decode(ByteBuffer chunk) {
    ByteBuffer all = ByteBuffer.allocate(held.remaining() + chunk.remaining()).put(held).put(chunk).flip();
    ByteArrayOutputStream events = new ByteArrayOutputStream();
    while (all.remaining() >= PRELUDE) {
      int length = all.getInt(all.position());
      int headers = all.getInt(all.position() + 4);
      if (length < PRELUDE + CHECKSUM || length > MAX_FRAME || headers < 0 || headers > length - PRELUDE - CHECKSUM
          || checksum(all, 8) != all.getInt(all.position() + 8)) {
        throw broken();
      }
      if (all.remaining() < length) {
        break;
      }
      if (checksum(all, length - CHECKSUM) != all.getInt(all.position() + length - CHECKSUM)) {
        throw broken();
      }
      events.writeBytes(event(headers(all.slice(all.position() + PRELUDE, headers)),
          all.slice(all.position() + PRELUDE + headers, length - PRELUDE - headers - CHECKSUM)));
      all.position(all.position() + length);
    }
    held = all.slice();
    return ByteBuffer.wrap(events.toByteArray());
  }

  /// The stream has ended.
  void end() {
    if (held.hasRemaining()) {
      throw broken();
    }
  }

  private static int checksum(ByteBuffer from, int length) {
    CRC32 crc = new CRC32();
    crc.update(from.slice(from.position(), length));
    return (int) crc.getValue();
  }

  private static Map<String, String> headers(ByteBuffer block) {
    Map<String, String> headers = new HashMap<>();
    try {
      while (block.hasRemaining()) {
        String name = text(block, block.get() & 0xff);
        int type = block.get();
        switch (type) {
          case 0, 1 -> {
          }
          case 2 -> block.get();
          case 3 -> block.getShort();
          case 4 -> block.getInt();
          case 5, 8 -> block.getLong();
          case 6 -> text(block, block.getShort() & 0xffff);
          case STRING -> headers.put(name, text(block, block.getShort() & 0xffff));
          case 9 -> text(block, 16);
          default -> throw broken();
        }
      }
    } catch (java.nio.BufferUnderflowException e) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, BROKEN, e);
    }
    return headers;
  }

  private static String text(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] event(Map<String, String> headers, ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    try {
      JsonNode json = JsonMapper.shared().readTree(bytes);
      if (!"event".equals(headers.getOrDefault(":message-type", "event"))) {
        return sse("error", JsonMapper.shared().writeValueAsString(error(headers, json)));
      }
      if (!"chunk".equals(headers.get(":event-type"))) {
        return new byte[0];
      }
      // One line, whatever the model's words are: a line end in them would begin another field.
      JsonNode said = JsonMapper.shared().readTree(Base64.getDecoder().decode(json.path("bytes").asString("")));
      String type = said.path("type").asString("");
      if (!type.matches("[a-z_]{1,64}")) {
        throw broken();
      }
      return sse(type, said.toString());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, BROKEN, e);
    }
  }

  /// As the anthropic dialect says it.
  private static JsonNode error(Map<String, String> headers, JsonNode json) {
    String kind = headers.getOrDefault(":exception-type", headers.getOrDefault(":error-code", ""));
    boolean busy = kind.equals("throttlingException") || kind.equals("serviceUnavailableException");
    var error = JsonMapper.shared().createObjectNode().put("type", "error");
    error.putObject("error").put("type", busy ? "overloaded_error" : "api_error").put("message",
        kind + ": " + json.path("message").asString(""));
    return error;
  }

  private static byte[] sse(String type, String json) {
    return ("event: " + type + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private static IronclawException broken() {
    return new IronclawException(ErrorCode.UPSTREAM_FAILED, BROKEN);
  }
}
