package dev.ironclaw.controlplane.provider;

import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.modelproxy.UpstreamCheck;
import dev.ironclaw.controlplane.modelproxy.UpstreamCheck.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Model servers that people run on their own machine, found by asking the ports that they use, when somebody wants to
/// know and never else.
public final class LocalServers {
  /// Each server's own port.
  public static final List<Place> USUAL = List.of(new Place("Ollama", 11434), new Place("LM Studio", 1234),
      new Place("vLLM", 8000), new Place("llama.cpp", 8080));
  /// A port where nobody listens refuses at once; a server that is busy, or asked for the first time, needs its time.
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  /// Of a server that holds the asking thread against all limits nobody waits longer.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private LocalServers() {}

  /// A port that a program uses.
  ///
  /// @param program what usually listens there
  public record Place(String program, int port) {}

  /// One that answers.
  ///
  /// @param endpoint as the setting of that name takes it
  public record Found(String program, String endpoint, List<String> models) {
    public Found {
      models = List.copyOf(models);
    }
  }

  /// All are asked at a time; takes a second and a half, and five at the very most.
  public static List<Found> look(List<Place> places) {
    return look(places, LocalServers::ask, LONGEST);
  }

  /// @param longest what has not answered by then is not found
  static List<Found> look(List<Place> places, Function<Place, Optional<Found>> ask, Duration longest) {
    List<CompletableFuture<Optional<Found>>> asked = new ArrayList<>();
    for (Place place : places) {
      CompletableFuture<Optional<Found>> answer = new CompletableFuture<>();
      Thread.ofPlatform().daemon().name("local-models").start(() -> {
        try {
          answer.complete(ask.apply(place));
        } catch (Throwable e) {
          // An Error too: somebody waits for this.
          answer.completeExceptionally(e);
        }
      });
      asked.add(answer.completeOnTimeout(Optional.empty(), longest.toMillis(), TimeUnit.MILLISECONDS));
    }
    return asked.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
  }

  private static Optional<Found> ask(Place place) {
    String endpoint = "http://127.0.0.1:" + place.port;
    UpstreamCheck.Result result = UpstreamCheck.run(
        Upstream.local("local", Dialect.OPENAI, URI.create(endpoint), "/v1/models"), "/v1/models", PATIENCE);
    // Something else may listen there: what lists no models is no model server.
    return result.outcome() == Outcome.OK && !result.models().isEmpty()
        ? Optional.of(new Found(place.program, endpoint, result.models()))
        : Optional.empty();
  }
}
