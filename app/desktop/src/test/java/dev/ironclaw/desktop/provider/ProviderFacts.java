package dev.ironclaw.desktop.provider;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AgentView.FallbackView;
import dev.ironclaw.contract.api.AgentView.PersonaView;
import dev.ironclaw.contract.api.LocalServerView;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.contract.api.ProviderView;
import dev.ironclaw.contract.api.ProviderView.Pause;
import dev.ironclaw.contract.api.ProviderView.Setting;
import dev.ironclaw.desktop.testing.FakeControlPlane;
import java.util.List;
import java.util.Optional;

/// Providers as the control plane answers.
public final class ProviderFacts {
  private ProviderFacts() {}

  static ProviderView anthropic(Pause... pauses) {
    return new ProviderView("anthropic", "Anthropic", "anthropic", Optional.of("https://api.anthropic.com"), true,
        Optional.empty(), "stored", Optional.of("h7Qw"), true, Optional.empty(), List.of("ANTHROPIC_API_KEY"),
        List.of(), false, Optional.of("claude-opus-4-8"), List.of("Researcher", "House keeper"),
        "https://console.anthropic.com/settings/keys", List.of(pauses));
  }

  static ProviderView openai(String name, Optional<String> keyOf) {
    return new ProviderView(name, "OpenAI", "openai", Optional.of("https://api.openai.com"), true, Optional.empty(),
        "environment", Optional.of("u2Lc"), true, keyOf, List.of("OPENAI_API_KEY"), List.of(), false,
        Optional.of("gpt-4o"), List.of(), "https://platform.openai.com/api-keys", List.of());
  }

  static ProviderView bedrock() {
    return new ProviderView("bedrock", "Amazon Bedrock", "anthropic", Optional.empty(), false,
        Optional.of("give its key"), "none", Optional.empty(), true, Optional.empty(),
        List.of("AWS_BEARER_TOKEN_BEDROCK"),
        List.of(new Setting("region", Optional.of("us-east-1"), "standard", List.of("AWS_REGION"))), false,
        Optional.of("anthropic.claude-3-5-sonnet-20241022-v2:0"), List.of(),
        "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html", List.of());
  }

  /// @param endpoint empty where it is not connected
  static ProviderView local(Optional<String> endpoint) {
    Optional<String> model = endpoint.map(_ -> "llama3.2");
    String from = endpoint.isPresent() ? "stored" : "none";
    return new ProviderView("local", "a model server of your own", "openai", endpoint, endpoint.isPresent(),
        endpoint.isPresent() ? Optional.empty() : Optional.of("set its endpoint"), "none", Optional.empty(), false,
        Optional.empty(), List.of("OLLAMA_API_KEY"), List.of(new Setting("endpoint", endpoint, from, List.of()),
            new Setting("model", model, from, List.of())),
        false, model, List.of(), "https://docs.ollama.com/openai", List.of());
  }

  static AgentView agent(String id, String name, String provider, String model, Optional<FallbackView> fallback) {
    return new AgentView(id, 1, name, id, provider, model, new PersonaView("", "", ""), List.of(), 0, fallback);
  }

  static LocalServerView ollama() {
    return new LocalServerView("Ollama", "http://127.0.0.1:11434", List.of("llama3.2", "qwen3:8b", "nomic-embed-text"));
  }

  static ProviderTestView tested(String name, String outcome, int status, String... models) {
    return new ProviderTestView(name, outcome, "in words", status, 212, List.of(models));
  }

  /// The server of this machine, once it is used.
  public static ProviderView ollamaInUse() {
    return local(Optional.of("http://127.0.0.1:11434"));
  }

  public static ProviderTestView answering(String name) {
    return tested(name, "ok", 200, "llama3.2", "qwen3:8b");
  }

  /// Two ready, two not.
  public static void some(FakeControlPlane controlPlane, Pause... pauses) {
    controlPlane.answer("GET /v1/providers", List.of(bedrock(), anthropic(pauses), openai("openai", Optional.empty()),
        openai("openai-responses", Optional.of("openai")), local(Optional.empty())));
    controlPlane.answer("GET /v1/ui/agents",
        List.of(agent("researcher", "Researcher", "anthropic", "claude-opus-4-8",
            Optional.of(new FallbackView("anthropic", "claude-haiku-4-5"))),
            agent("house-keeper", "House keeper", "anthropic", "claude-sonnet-4-5", Optional.empty())));
    controlPlane.answer("GET /v1/providers/local/discover", List.of(ollama(),
        new LocalServerView("LM Studio", "http://127.0.0.1:1234", List.of("mistralai/devstral-small-2507"))));
    controlPlane.answer("POST /v1/providers/anthropic/test", tested("anthropic", "ok", 200, "claude-opus-4-8",
        "claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-1", "claude-3-7-sonnet-20250219"));
    controlPlane.answer("POST /v1/providers/openai/test", tested("openai", "key-refused", 401));
  }
}
