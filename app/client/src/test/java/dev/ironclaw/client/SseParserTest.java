package dev.ironclaw.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SseParserTest {
  @Test
  void readsEventsAroundCommentsWithEveryLineEnd() throws IOException {
    SseParser parser = parser(": hi\n\nid: 1-1\r\nevent: a\r\ndata: {\"n\":1}\r\n\r\n: keep-alive\n\n"
        + "event:b\rdata:{\"t\":\rdata:\"x\"}\r\r");
    assertThat(parser.next()).contains(new StreamEvent("1-1", "a", Map.of("n", 1)));
    assertThat(parser.next()).contains(new StreamEvent("1-1", "b", Map.of("t", "x")));
    assertThat(parser.next()).isEmpty();
  }

  @Test
  void dropsAnEventThatTheEndCut() throws IOException {
    assertThat(parser("id: 1\nevent: a\ndata: {}\n").next()).isEmpty();
  }

  @Test
  void refusesDataThatIsNoJson() {
    assertThatThrownBy(() -> parser("data: {\n\n").next()).isInstanceOf(IOException.class);
  }

  private static SseParser parser(String text) {
    return new SseParser(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
