package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.IronclawException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One tiny call that costs nothing, with everything that a real one has: address, certificate, key.
public final class UpstreamCheck {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_MODELS = 500;
  private static final int MAX_NAME_CHARS = 128;
  private static final int MAX_CAUSES = 8;

  private UpstreamCheck() {}

  /// How it went.
  public enum Outcome {
    /// It answered and took the key.
    OK,
    /// It answered that the key is not good.
    KEY_REFUSED,
    /// Nobody answered.
    UNREACHED,
    /// Somebody answered whose certificate nobody vouches for.
    UNTRUSTED,
    /// It answered otherwise, or well but too much or not to its end.
    FAILED
  }

  /// What came of it.
  ///
  /// @param status the answer's HTTP status, 0 without one
  /// @param models those that it says it has, where it lists them
  public record Result(Outcome outcome, int status, Duration took, List<String> models) {
    public Result {
      models = List.copyOf(models);
    }
  }

  /// Asks once, on the caller's thread.
  ///
  /// @param path with its query, below the upstream's base
  /// @param patience for all of it
  /// @throws IronclawException where its credential can't be sent
  public static Result run(Upstream upstream, String path, Duration patience) {
    long began = System.nanoTime();
    AtomicInteger status = new AtomicInteger();
    try (ProxyClients clients = new ProxyClients(patience, patience)) {
      UpstreamRequest asked = UpstreamRequest.get(upstream, upstream.base().resolve(path), Instant.now());
      ContentResponse answer = new CompletableResponseListener(asked.on(clients.of(upstream), patience)
          .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .onResponseHeaders(head -> status.set(head.getStatus())), MAX_BYTES).send().join();
      return new Result(outcome(answer.getStatus()), answer.getStatus(), since(began),
          answer.getStatus() == 200 ? models(answer.getContent()) : List.of());
    } catch (CompletionException e) {
      return new Result(broken(status.get(), e), status.get(), since(began), List.of());
    }
  }

  /// Without a whole answer, or with more than is read of one.
  private static Outcome broken(int status, Throwable failure) {
    if (status != 0) {
      return outcome(status) == Outcome.OK ? Outcome.FAILED : outcome(status);
    }
    return isUntrusted(failure) ? Outcome.UNTRUSTED : Outcome.UNREACHED;
  }

  private static boolean isUntrusted(Throwable failure) {
    @Nullable
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof SSLException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static Outcome outcome(int status) {
    return switch (status) {
      case 401, 403, 407 -> Outcome.KEY_REFUSED;
      default -> status / 100 == 2 ? Outcome.OK : Outcome.FAILED;
    };
  }

  /// As OpenAI lists them (`data`, `id`) and as Gemini does (`models`, `name`); anything else is no list.
  private static List<String> models(byte[] body) {
    try {
      JsonNode root = JsonMapper.shared().readTree(body);
      return Stream.concat(names(root.path("data"), "id"), names(root.path("models"), "name"))
          .filter(name -> name.matches("[!-~]{1," + MAX_NAME_CHARS + "}"))
          .map(name -> name.startsWith("models/") ? name.substring("models/".length()) : name).limit(MAX_MODELS)
          .toList();
    } catch (JacksonException e) {
      return List.of();
    }
  }

  private static Stream<String> names(JsonNode list, String field) {
    return list.isArray()
        ? StreamSupport.stream(list.spliterator(), false).map(item -> item.path(field).asString(""))
        : Stream.empty();
  }
}
