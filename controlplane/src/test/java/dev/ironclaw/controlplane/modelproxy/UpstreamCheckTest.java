package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.modelproxy.UpstreamCheck.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class UpstreamCheckTest {
  private static UpstreamCheck.Result check(String answer) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> {
        try (Socket socket = server.accept()) {
          if (socket.getInputStream().read() >= 0) {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
          }
        } catch (IOException e) {
          return; // silent-ok: it has hung up
        }
      });
      return UpstreamCheck.run(Upstream.local("local", Dialect.OPENAI,
          URI.create("http://127.0.0.1:" + server.getLocalPort()), "/v1/chat/completions"), "/v1/models",
          Duration.ofSeconds(30));
    }
  }

  @Test
  void tellsOfAnAnswerThatIsTooLongAsOfAnAnswer() throws IOException {
    UpstreamCheck.Result result = check("HTTP/1.1 200 OK\r\ncontent-length: 5000000\r\n\r\n");
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.status()).isEqualTo(200);
    assertThat(result.models()).isEmpty();
  }

  @Test
  void tellsOfARefusedKeyHoweverLongItIsSaid() throws IOException {
    UpstreamCheck.Result result = check("HTTP/1.1 401 No\r\ncontent-length: 5000000\r\n\r\n");
    assertThat(result.outcome()).isEqualTo(Outcome.KEY_REFUSED);
    assertThat(result.status()).isEqualTo(401);
  }
}
