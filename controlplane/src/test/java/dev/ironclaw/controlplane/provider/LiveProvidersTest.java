package dev.ironclaw.controlplane.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.modelproxy.UpstreamCheck;
import dev.ironclaw.controlplane.modelproxy.Wire;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every provider, live where its key is in the environment, else as its documentation has it; each test's name says which.
final class LiveProvidersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /// Where each is called, by its provider's documentation, with what this test sets for it.
  private static final Map<String, String> DOCUMENTED = Map.ofEntries(
      Map.entry("anthropic", "https://api.anthropic.com/v1/messages"),
      Map.entry("openai", "https://api.openai.com/v1/chat/completions"),
      Map.entry("openai-responses", "https://api.openai.com/v1/responses"),
      Map.entry("openrouter", "https://openrouter.ai/api/v1/chat/completions"),
      Map.entry("groq", "https://api.groq.com/openai/v1/chat/completions"),
      Map.entry("gemini", "https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent?alt=sse"),
      Map.entry("vertex",
          "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/publishers/"
              + "google/models/m:streamGenerateContent?alt=sse"),
      Map.entry("bedrock", "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke-with-response-stream"),
      Map.entry("azure",
          "https://mine.openai.azure.com/openai/deployments/m/chat/completions?api-version=2024-10-21"),
      Map.entry("codex", "https://gateway.example/backend-api/codex/responses"),
      Map.entry("local", "http://127.0.0.1:11434/v1/chat/completions"));

  @TestFactory
  Stream<DynamicTest> everyProvider() {
    Resolver environment = new Resolver(System.getenv());
    return ProviderTable.load().rows().stream().map(row -> {
      ProviderState state = environment.resolve(row, ProviderSetup.none(), List.of());
      return state.upstream().isPresent() && state.model().isPresent()
          ? DynamicTest.dynamicTest(row.name() + " live, as it is in the environment",
              () -> live(row, state.upstream().get(), state))
          : DynamicTest.dynamicTest(row.name() + " as documented; NOT called: nothing of it is in the environment",
              () -> {
                // The sum of a test run prints it.
                System.out
                    .println("NOTE    " + row.name() + " was not called live: nothing of it is in the environment");
                documented(row);
              });
    });
  }

  private static void documented(ProviderRow row) {
    Map<String, String> set = new TreeMap<>();
    row.keys().stream().limit(1).forEach(key -> key.names().stream().limit(1).forEach(name -> set.put(name, "k")));
    row.settings().forEach(setting -> setting.names().stream().limit(1).forEach(name -> set.put(name,
        switch (setting.name()) {
          case "endpoint" -> row.name().equals("local")
              ? "127.0.0.1:11434"
              : row.name().equals("azure") ? "https://mine.openai.azure.com/" : "https://gateway.example";
          case "project" -> "p";
          default -> setting.standard().orElse("m");
        })));
    Upstream upstream = new Resolver(set).resolve(row, ProviderSetup.none(), List.of()).upstream().orElseThrow();
    assertThat(upstream.address("m")).hasToString(DOCUMENTED.getOrDefault(row.name(), "not documented here"));
  }

  private static void live(ProviderRow row, Upstream upstream, ProviderState state)
      throws IOException, InterruptedException {
    Map<String, String> settings = new TreeMap<>();
    state.settings().forEach((name, setting) -> settings.put(name, setting.value()));
    row.test().ifPresent(path -> assertThat(UpstreamCheck.run(upstream, row.filled(path, settings), PATIENCE).outcome())
        .as("the free call").isEqualTo(UpstreamCheck.Outcome.OK));
    String question = row.wire() == Wire.BEDROCK
        ? "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\","
            + "\"content\":\"Say hello.\"}]}"
        : question(row.dialect(), state.model().orElseThrow());
    HttpRequest.Builder request = HttpRequest.newBuilder(upstream.address(state.model().orElseThrow()))
        .header("content-type", "application/json").header("anthropic-version", "2023-06-01").timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofString(question));
    upstream.credential().headers("POST", upstream.address(state.model().orElseThrow()),
        ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8)), Instant.now()).forEach(request::setHeader);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type").orElse("")).contains("event");
      assertThat(answer.body()).isNotBlank();
    }
  }

  private static String question(Dialect dialect, String model) {
    String words = "[{\"role\":\"user\",\"content\":\"Say hello.\"}]";
    return switch (dialect) {
      case ANTHROPIC -> "{\"model\":\"" + model + "\",\"max_tokens\":16,\"stream\":true,\"messages\":" + words + "}";
      case OPENAI -> "{\"model\":\"" + model + "\",\"max_tokens\":16,\"stream\":true,\"messages\":" + words + "}";
      case OPENAI_RESPONSES -> "{\"model\":\"" + model + "\",\"max_output_tokens\":16,\"stream\":true,\"store\":false,"
          + "\"input\":" + words + "}";
      case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Say hello.\"}]}]}";
    };
  }
}
