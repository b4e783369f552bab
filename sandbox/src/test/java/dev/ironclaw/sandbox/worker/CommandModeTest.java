package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandApi;
import dev.ironclaw.sandbox.boxclient.HostSocket;
import dev.ironclaw.sandbox.testing.SocketHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandModeTest {
  @TempDir
  private Path folder;

  private CommandMode mode(HostSocket host, LongConsumer pause) {
    return new CommandMode(host, new Children(() -> 1L), folder, Map.of(), () -> 0, pause, Duration.ofSeconds(60));
  }

  @Test
  void pausesBeforeItAsksAHostAgainThatRefusesAndGivesUp() throws Exception {
    for (int status : List.of(401, 403, 404, 409, 503)) {
      AtomicLong waited = new AtomicLong();
      try (SocketHost host = new SocketHost(folder.resolve("s" + status), _ -> SocketHost.answer(status));
          HostSocket socket = new HostSocket(folder.resolve("s" + status), "", CommandApi.MAX_COMMAND_BYTES)) {
        assertThatThrownBy(() -> mode(socket, waited::addAndGet).run()).isInstanceOf(IronclawException.class)
            .hasMessageContaining("no answer for 60 s but " + status);

        assertThat(waited.get()).isBetween(50_000L, 63_000L);
        assertThat(host.requests).hasSizeLessThan(100);
      }
    }
  }

  @Test
  void doesNotPauseWhereThereIsNothingToRunYet() throws Exception {
    AtomicLong asked = new AtomicLong();
    try (SocketHost _ = new SocketHost(folder.resolve("s"),
        _ -> SocketHost.answer(asked.incrementAndGet() < 5 ? 204 : 403));
        HostSocket socket = new HostSocket(folder.resolve("s"), "", CommandApi.MAX_COMMAND_BYTES)) {
      assertThatThrownBy(() -> mode(socket, _ -> assertThat(asked.get()).isGreaterThanOrEqualTo(5)).run())
          .isInstanceOf(IronclawException.class).hasMessageContaining("but 403");
    }
  }
}
