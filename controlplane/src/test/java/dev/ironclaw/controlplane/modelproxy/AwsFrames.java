package dev.ironclaw.controlplane.modelproxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/// Frames of AWS's event stream, as Bedrock makes them.
public final class AwsFrames {
  private AwsFrames() {}

  /// A frame as AWS makes it: string headers and a payload.
  public static byte[] frame(String payload, String... headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < headers.length; i += 2) {
      byte[] name = headers[i].getBytes(StandardCharsets.UTF_8);
      byte[] value = headers[i + 1].getBytes(StandardCharsets.UTF_8);
      block.write(name.length);
      block.writeBytes(name);
      block.write(7);
      block.write(value.length >> 8);
      block.write(value.length);
      block.writeBytes(value);
    }
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(16 + block.size() + body.length);
    frame.putInt(frame.capacity()).putInt(block.size()).putInt(crc(frame.array(), 8)).put(block.toByteArray())
        .put(body);
    frame.putInt(crc(frame.array(), frame.capacity() - 4));
    return frame.array();
  }

  /// An event of the model.
  public static byte[] chunk(String event) {
    return frame("{\"bytes\":\"" + Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8))
        + "\",\"p\":\"abcdef\"}", ":event-type", "chunk", ":content-type", "application/json", ":message-type",
        "event");
  }

  static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
