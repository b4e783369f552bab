package dev.ironclaw.controlplane.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.controlplane.provider.LocalServers.Found;
import dev.ironclaw.controlplane.provider.LocalServers.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LocalServersTest {
  private static final List<Place> PLACES = List.of(new Place("Ollama", 1), new Place("vLLM", 2));

  private static Optional<Found> found(Place place) {
    return Optional.of(new Found(place.program(), "http://127.0.0.1:" + place.port(), List.of("m")));
  }

  @Test
  void saysThatAnAskingFailedHoweverItDid() {
    assertThatThrownBy(() -> LocalServers.look(PLACES, _ -> {
      throw new StackOverflowError("deep");
    }, Duration.ofSeconds(5))).hasRootCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void waitsForNobodyForGood() {
    CountDownLatch over = new CountDownLatch(1);
    try {
      assertThat(LocalServers.look(PLACES, place -> {
        if (place.port() == 1) {
          awaits(over);
        }
        return found(place);
      }, Duration.ofMillis(300))).extracting(Found::program).containsExactly("vLLM");
    } finally {
      over.countDown();
    }
  }

  private static void awaits(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
