package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AwsEventsTest {
  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static String decoded(AwsEvents events, byte[] bytes) {
    return StandardCharsets.UTF_8.decode(events.decode(ByteBuffer.wrap(bytes))).toString();
  }

  private static void broken(byte[] bytes) {
    assertThatThrownBy(() -> {
      AwsEvents events = new AwsEvents();
      events.decode(ByteBuffer.wrap(bytes));
      events.end();
    }).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
  }

  @Test
  void isTheSameEventsHoweverTheBytesAreCut() {
    byte[] stream = join(AwsFrames.chunk("{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}"),
        AwsFrames.chunk("{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"ü\\n\\ndata: x\"}}"),
        AwsFrames.frame("{}", ":event-type", "other", ":message-type", "event"),
        AwsFrames.chunk("{\"type\":\"message_stop\"}"));
    String whole = """
        event: message_start
        data: {"type":"message_start","message":{"id":"m"}}

        event: content_block_delta
        data: {"type":"content_block_delta","delta":{"text":"ü\\n\\ndata: x"}}

        event: message_stop
        data: {"type":"message_stop"}

        """;
    for (int size = 1; size <= stream.length; size++) {
      AwsEvents events = new AwsEvents();
      StringBuilder seen = new StringBuilder();
      for (int at = 0; at < stream.length; at += size) {
        seen.append(decoded(events, java.util.Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size))));
      }
      events.end();
      assertThat(seen).as("in pieces of %s", size).hasToString(whole);
    }
  }

  @Test
  void handsAnEventOnAsSoonAsItsFrameIsWhole() {
    AwsEvents events = new AwsEvents();
    byte[] first = AwsFrames.chunk("{\"type\":\"ping\"}");
    assertThat(decoded(events, join(first, new byte[]{0, 0}))).isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
  }

  @Test
  void saysAnExceptionAsTheDialectDoes() {
    assertThat(decoded(new AwsEvents(),
        AwsFrames.frame("{\"message\":\"Too many requests\"}", ":message-type", "exception",
            ":exception-type", "throttlingException")))
        .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":"
            + "\"overloaded_error\",\"message\":\"throttlingException: Too many requests\"}}\n\n");
    assertThat(decoded(new AwsEvents(), AwsFrames.frame("{}", ":message-type", "exception", ":exception-type",
        "modelStreamErrorException"))).contains("api_error");
  }

  @Test
  void breaksOffWhatIsNoSuchStream() {
    byte[] good = AwsFrames.chunk("{\"type\":\"ping\"}");
    for (int i = 0; i < good.length; i++) {
      byte[] wrong = good.clone();
      wrong[i] ^= 0x10;
      broken(wrong);
    }
    broken(java.util.Arrays.copyOf(good, good.length - 1));
    broken(AwsFrames.chunk("{\"type\":\"a\\nb\"}"));
    broken(AwsFrames.chunk("no json"));
    broken(AwsFrames.frame("{\"bytes\":\"***\"}", ":event-type", "chunk"));
    broken(AwsFrames.frame("{", ":event-type", "chunk"));
    broken("HTTP/1.1 200 OK\r\n\r\n<html>".getBytes(StandardCharsets.UTF_8));
    ByteBuffer huge = ByteBuffer.allocate(12).putInt(AwsEvents.MAX_FRAME + 1).putInt(0);
    broken(huge.putInt(AwsFrames.crc(huge.array(), 8)).array());
  }

  @Test
  void neverDoesAnythingElseWithNoise() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      try {
        new AwsEvents().decode(ByteBuffer.wrap(noise));
      } catch (IronclawException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
      }
      byte[] inside = AwsFrames.frame(new String(noise, StandardCharsets.ISO_8859_1), ":event-type", "chunk");
      assertThatThrownBy(() -> new AwsEvents().decode(ByteBuffer.wrap(inside))).isInstanceOf(IronclawException.class);
    }
  }
}
