package dev.ironclaw.controlplane.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.modelproxy.Credential;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.provider.Providers.Wish;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProvidersTest {
  private static final String KEY = "sk-ant-canary-0123456789abcdefWXYZ";
  private static final Principal.Operator ALICE = new Principal.Operator("alice");

  @TempDir
  private Path folder = Path.of("");
  private final List<String> changed = new ArrayList<>();
  private final Map<String, List<String>> secrets = new HashMap<>();
  private final Map<String, List<String>> users = new HashMap<>();
  private Database database;
  private AuditLog audit;
  private Keyring keyring;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    audit = AuditLog.open(database, folder, new byte[32], new byte[32], new FakeClock());
    keyring = Keyring.open(folder);
  }

  @AfterEach
  void close() {
    audit.close();
    database.close();
  }

  private Providers providers(Map<String, String> environment) {
    return new Providers(ProviderTable.load(), environment, new StateLedger(database, audit), keyring, new FakeClock(),
        List.of(), name -> users.getOrDefault(name, List.of()), changed::add, secrets::put);
  }

  private Providers providers() {
    return providers(Map.of());
  }

  private static Wish key(String key) {
    return new Wish(Optional.of(key), Map.of(), Optional.empty());
  }

  private static Wish settings(String... words) {
    Map<String, String> settings = new java.util.TreeMap<>();
    for (int i = 0; i < words.length; i += 2) {
      settings.put(words[i], words[i + 1]);
    }
    return new Wish(Optional.empty(), settings, Optional.empty());
  }

  private static String header(Upstream upstream) {
    return upstream.credential() instanceof Credential.Header(var name, var secret)
        ? name + ": " + secret.get()
        : "none";
  }

  private static void refused(ErrorCode code, String words, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(code)).hasMessageContaining(words);
  }

  @Test
  void isNotReadyUntilItHasAKeyAndThenAtOnce() {
    Providers providers = providers();
    assertThat(providers.find("anthropic")).isEmpty();
    assertThat(providers.one("anthropic").missing().orElseThrow()).contains("ironctl provider add anthropic");

    ProviderState state = providers.put("anthropic", key("  " + KEY + "\n"), ALICE);

    assertThat(state.keyHint()).contains("WXYZ");
    assertThat(header(providers.find("anthropic").orElseThrow())).isEqualTo("x-api-key: " + KEY);
    assertThat(providers().find("anthropic")).as("after a restart").isPresent();
    assertThat(changed).containsExactly("anthropic");
    assertThat(providers.connected().orElseThrow().model()).contains("claude-opus-4-8");
  }

  @Test
  void keepsAKeyOutOfEverythingThatIsWrittenOrShown() throws IOException {
    Providers providers = providers();
    ProviderState state = providers.put("openai", key(KEY), ALICE);
    assertThat(state.toString() + key(KEY) + providers.all() + providers.find("openai") + providers.upstreams())
        .doesNotContain(KEY);
    assertThat(audit.newest(10)).anySatisfy(entry -> {
      assertThat(entry.event().stage()).isEqualTo("provider");
      assertThat(entry.event().kind()).isEqualTo("set");
      assertThat(entry.event().subject()).isEqualTo("openai");
      assertThat(entry.event().actor()).isEqualTo("operator:alice");
    }).noneSatisfy(entry -> assertThat(entry.event().toString()).contains("WXYZ"));
    String row = database.read(connection -> {
      try (var rows = connection.prepareStatement("SELECT key || settings FROM providers").executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    });
    assertThat(row).isNotBlank().doesNotContain(KEY);
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(file.toString())
            .doesNotContain(KEY);
      }
    }
  }

  @Test
  void neverQuotesAKeyThatItRefuses() {
    for (String wrong : List.of("", "two words of a secret", "line\nof a secret", "secret\u0000", "sécret-secret")) {
      assertThatThrownBy(() -> providers().put("anthropic", key(wrong), ALICE)).isInstanceOf(IronclawException.class)
          .hasMessageNotContaining("cret");
    }
    assertThat(providers().one("anthropic").key()).isEqualTo(ProviderState.Source.NONE);
  }

  @Test
  void takesTheEnvironmentBeforeWhatIsStored() {
    providers().put("gemini", key("stored-key"), ALICE);
    Providers started = providers(Map.of("GOOGLE_API_KEY", "environment-key"));
    assertThat(header(started.find("gemini").orElseThrow())).isEqualTo("x-goog-api-key: environment-key");
    assertThat(started.one("gemini").key()).isEqualTo(ProviderState.Source.ENVIRONMENT);
    assertThat(started.remove("gemini", ALICE).upstream()).as("the environment's stays").isPresent();
    refused(ErrorCode.NOT_FOUND, "environment", () -> started.remove("gemini", ALICE));
  }

  @Test
  void takesAzuresTwoKindsOfKey() {
    Map<String, String> azure = Map.of("AZURE_OPENAI_ENDPOINT", "https://Mine.openai.azure.com/",
        "AZURE_OPENAI_API_KEY",
        "a");
    Upstream upstream = providers(azure).find("azure").orElseThrow();
    assertThat(header(upstream)).isEqualTo("api-key: a");
    assertThat(upstream.address("gpt-4o")).isEqualTo(URI.create(
        "https://mine.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"));
    assertThat(header(providers(Map.of("AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com",
        "AZURE_OPENAI_ACCESS_TOKEN", "t")).find("azure").orElseThrow())).isEqualTo("authorization: Bearer t");
  }

  @Test
  void sendsAKeyToNoOtherServerUnlessItIsGivenAgain() {
    Providers providers = providers();
    Wish both = new Wish(Optional.of(KEY), Map.of("endpoint", "https://mine.openai.azure.com"), Optional.empty());
    assertThat(providers.put("azure", both, ALICE).upstream()).isPresent();
    assertThat(providers.put("azure", settings("endpoint", "https://mine.openai.azure.com/"), ALICE).upstream())
        .isPresent();
    assertThat(providers.put("azure", key(KEY + "2"), ALICE).upstream()).isPresent();
    refused(ErrorCode.INVALID_REQUEST, "give the key again",
        () -> providers.put("azure", settings("endpoint", "https://evil.example"), ALICE));
    assertThat(providers.find("azure").orElseThrow().base()).hasToString("https://mine.openai.azure.com");
    Wish moved = new Wish(Optional.of(KEY), Map.of("endpoint", "https://other.openai.azure.com"), Optional.empty());
    assertThat(providers.put("azure", moved, ALICE).upstream().orElseThrow().base())
        .hasToString("https://other.openai.azure.com");
    providers.remove("azure", ALICE);
    providers.put("azure", key(KEY), ALICE);
    refused(ErrorCode.INVALID_REQUEST, "ironctl provider remove azure",
        () -> providers.put("azure", settings("endpoint", "https://evil.example"), ALICE));
  }

  @Test
  void sendsTheEnvironmentsKeyToNoServerThatSomebodyElseChose() {
    Providers providers = providers(Map.of("AZURE_OPENAI_API_KEY", KEY, "IRONCLAW_LOCAL_MODEL_KEY", KEY));
    Wish guessed = new Wish(Optional.of("another-key"), Map.of("endpoint", "https://evil.example"), Optional.empty());
    refused(ErrorCode.INVALID_REQUEST, "the one that the environment has",
        () -> providers.put("azure", guessed, ALICE));
    refused(ErrorCode.INVALID_REQUEST, "would go to https://evil.example",
        () -> providers.put("azure", settings("endpoint", "https://evil.example"), ALICE));
    refused(ErrorCode.INVALID_REQUEST, "give the key again",
        () -> providers.put("local", settings("endpoint", "https://evil.example"), ALICE));
    assertThat(providers.find("azure")).isEmpty();
    Wish known = new Wish(Optional.of(KEY), Map.of("endpoint", "https://mine.openai.azure.com"), Optional.empty());
    assertThat(providers.put("azure", known, ALICE).upstream()).isPresent();
  }

  @Test
  void writesProjectAndPlaceIntoVertexsAddress() {
    Map<String, String> vertex = Map.of("GOOGLE_VERTEX_ACCESS_TOKEN", "t", "GOOGLE_CLOUD_PROJECT", "p-1");
    assertThat(providers(vertex).find("vertex").orElseThrow().address("gemini-2.5-pro")).hasToString(
        "https://us-central1-aiplatform.googleapis.com/v1/projects/p-1/locations/us-central1/publishers/google/models/"
            + "gemini-2.5-pro:streamGenerateContent?alt=sse");
    Map<String, String> global = new HashMap<>(vertex);
    global.put("GOOGLE_VERTEX_LOCATION", "global");
    assertThat(providers(global).find("vertex").orElseThrow().base())
        .hasToString("https://aiplatform.googleapis.com");
    global.put("GOOGLE_VERTEX_LOCATION", "evil.example/");
    assertThat(providers(global).one("vertex").missing().orElseThrow()).contains("location", "environment");
  }

  @Test
  void aModelThatWouldLeaveItsPlaceInAnAddressIsRefused() {
    Upstream gemini = providers(Map.of("GEMINI_API_KEY", "k")).find("gemini").orElseThrow();
    assertThat(gemini.address("a:b@c")).hasToString("https://generativelanguage.googleapis.com/v1beta/models/"
        + "a%3Ab%40c:streamGenerateContent?alt=sse");
    for (String wrong : List.of("", ".", "..", "a/b", "a?b", "a#b", "../x", "a%2fb", "a b", "ü")) {
      refused(ErrorCode.CONFIGURATION, "name", () -> gemini.address(wrong));
    }
  }

  @Test
  void takesAServerOfOnesOwnWithTlsOrOnThisMachine() {
    Providers providers = providers();
    for (var good : Map.of("http://127.0.0.1:11434", "http://127.0.0.1:11434", "localhost:11434/v1",
        "http://127.0.0.1:11434", "http://[::1]:1234/", "http://[::1]:1234", "https://models.lan/v1/",
        "https://models.lan", "127.9.9.9:1", "http://127.9.9.9:1").entrySet()) {
      providers.put("local", settings("endpoint", good.getKey()), ALICE);
      assertThat(providers.find("local").orElseThrow().base()).as(good.getKey()).hasToString(good.getValue());
    }
    for (String wrong : List.of("http://models.lan", "http://192.168.1.5:11434", "http://0.0.0.0:1", "ftp://127.0.0.1",
        "http://127.0.0.1.evil.org", "http://127.0.0.1@evil.org", "https://a/b", "https://a?b", "file:///etc/passwd",
        "http://[::ffff:10.0.0.1]:1", "https://", "https://a:0", "http://2130706433:1", "x y")) {
      refused(ErrorCode.INVALID_REQUEST, "endpoint", () -> providers.put("local", settings("endpoint", wrong), ALICE));
    }
    refused(ErrorCode.INVALID_REQUEST, "https://",
        () -> providers.put("azure", settings("endpoint", "http://127.0.0.1:1"), ALICE));
  }

  @Test
  void keepsWhatIsLeftOutAndTakesBackWhatIsEmpty() {
    Providers providers = providers();
    providers.put("local", settings("endpoint", "http://127.0.0.1:1", "model", "llama3.2"), ALICE);
    providers.put("local", key("k"), ALICE);
    assertThat(providers.one("local").model()).contains("llama3.2");
    assertThat(header(providers.find("local").orElseThrow())).isEqualTo("authorization: Bearer k");
    providers.put("local", settings("model", ""), ALICE);
    assertThat(providers.one("local").model()).isEmpty();
    refused(ErrorCode.INVALID_REQUEST, "it has endpoint, model",
        () -> providers.put("local", settings("url", "x"), ALICE));
    refused(ErrorCode.INVALID_REQUEST, "no certificate",
        () -> providers.put("local", new Wish(Optional.empty(), Map.of(), Optional.of("nonsense")), ALICE));
  }

  @Test
  void doesNotTakeAnAgentsWordsElsewhereOrAway() {
    Providers providers = providers();
    providers.put("local", settings("endpoint", "http://127.0.0.1:1"), ALICE);
    users.put("local", List.of("Ada"));
    refused(ErrorCode.CONFLICT, "Ada", () -> providers.remove("local", ALICE));
    refused(ErrorCode.CONFLICT, "Ada",
        () -> providers.put("local", settings("endpoint", "https://evil.example"), ALICE));
    assertThat(providers.find("local").orElseThrow().base()).hasToString("http://127.0.0.1:1");
    providers.put("local", key("k"), ALICE);
    users.clear();
    providers.remove("local", ALICE);
    assertThat(providers.find("local")).isEmpty();
  }

  @Test
  void theResponsesApiGoesWithItsOwnersKey() {
    Providers providers = providers();
    providers.put("openai", key(KEY), ALICE);
    assertThat(header(providers.find("openai-responses").orElseThrow())).isEqualTo("authorization: Bearer " + KEY);
    refused(ErrorCode.INVALID_REQUEST, "openai", () -> providers.put("openai-responses", key("k"), ALICE));
    users.put("openai-responses", List.of("Ada"));
    refused(ErrorCode.CONFLICT, "Ada", () -> providers.remove("openai", ALICE));
  }

  @Test
  void sealsEveryKeyAnewUnderNewDataKeys() {
    providers().put("groq", key(KEY), ALICE);
    Keyring next = keyring.next();
    database.write(connection -> {
      Providers.reseal(connection, keyring, next);
      return true;
    });
    assertThatThrownBy(this::providers).isInstanceOf(IronclawException.class);
    keyring = next;
    assertThat(header(providers().find("groq").orElseThrow())).endsWith(KEY);
  }

  @Test
  void tellsWhoeverLooksForLeaksEverySecretThatIsHeld() {
    providers(Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "signs", "AWS_SESSION_TOKEN", "lent",
        "OPENAI_API_KEY", "from-outside")).put("openai", key(KEY), ALICE);
    assertThat(secrets.get("bedrock")).containsExactlyInAnyOrder("signs", "lent");
    assertThat(secrets.get("openai")).containsExactlyInAnyOrder("from-outside", KEY);
    providers().remove("openai", ALICE);
    assertThat(secrets.get("openai")).isEmpty();
  }

  @Test
  void signsForBedrockOrSendsItsKey() {
    Map<String, String> signing = Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "signs", "AWS_REGION",
        "eu-west-1");
    Upstream bedrock = providers(signing).find("bedrock").orElseThrow();
    assertThat(bedrock.credential()).isInstanceOfSatisfying(Credential.Aws.class,
        aws -> assertThat(aws.region()).isEqualTo("eu-west-1"));
    assertThat(bedrock.address("anthropic.claude-v2:0")).hasToString(
        "https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-v2%3A0/invoke-with-response-stream");
    assertThat(providers(Map.of("AWS_ACCESS_KEY_ID", "AKID")).find("bedrock")).as("half a key is none").isEmpty();
    assertThat(header(providers(Map.of("AWS_BEARER_TOKEN_BEDROCK", "t")).find("bedrock").orElseThrow()))
        .isEqualTo("authorization: Bearer t");
  }

  @Test
  void refusesAnUnknownName() {
    refused(ErrorCode.NOT_FOUND, "anthropic, openai", () -> providers().put("nobody", key("k"), ALICE));
  }

  @Test
  void theTableIsWhole() {
    ProviderTable table = ProviderTable.load();
    assertThat(table.rows()).extracting(ProviderRow::name).doesNotHaveDuplicates().contains("anthropic", "openai",
        "openai-responses", "openrouter", "groq", "gemini", "vertex", "azure", "codex", "local");
    assertThat(table.rows()).allSatisfy(row -> {
      assertThat(row.base()).matches("https://[a-z.]+|\\{endpoint\\}|https://\\{location\\}-aiplatform.googleapis.com"
          + "|https://bedrock-runtime.\\{region\\}.amazonaws.com");
      assertThat(row.target()).startsWith("/").doesNotContain("..");
      assertThat(row.docs()).startsWith("https://");
      assertThat(row.keys()).isNotEmpty();
      row.keyOf().ifPresent(owner -> assertThat(table.find(owner)).isPresent());
    });
  }
}
