package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderCommandTest {
  private static final String ANTHROPIC = "{\"name\":\"anthropic\",\"title\":\"Anthropic\",\"dialect\":\"anthropic\","
      + "\"address\":\"https://api.anthropic.com\",\"ready\":true,\"keyFrom\":\"stored\",\"keyHint\":\"WXYZ\","
      + "\"keyNeeded\":true,\"keyNames\":[\"ANTHROPIC_API_KEY\"],\"settings\":[],\"ownAuthority\":false,"
      + "\"model\":\"claude-opus-4-8\",\"usedBy\":[\"Ada\"],\"docs\":\"https://console.anthropic.com\"}";
  private static final String LOCAL = "{\"name\":\"local\",\"title\":\"a model server of your own\",\"dialect\":\"openai\","
      + "\"ready\":false,\"missing\":\"set its endpoint\",\"keyFrom\":\"none\",\"keyNeeded\":false,\"keyNames\":[],"
      + "\"settings\":[{\"name\":\"endpoint\",\"from\":\"none\",\"names\":[\"OLLAMA_HOST\"]}],\"ownAuthority\":false,"
      + "\"usedBy\":[],\"docs\":\"https://docs.ollama.com\"}";
  private final FakeApi api = new FakeApi().answer("GET /v1/providers", 200, "[" + ANTHROPIC + "," + LOCAL + "]")
      .answer("POST /v1/providers/anthropic", 200, ANTHROPIC).answer("POST /v1/providers/local", 200, LOCAL)
      .answer("POST /v1/providers/anthropic/remove", 200, ANTHROPIC)
      .answer("POST /v1/providers/anthropic/test", 200,
          "{\"name\":\"anthropic\",\"outcome\":\"ok\",\"detail\":\"it takes "
              + "the key\",\"status\":200,\"milliseconds\":12,\"models\":[\"claude-opus-4-8\"]}");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void takesTheKeyFromTheInputSendsItOnceAndTriesIt() {
    Ran ran = run("sk-secret\n", "add", "anthropic", "--key-stdin");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("anthropic is connected: Anthropic, https://api.anthropic.com",
        "ok: it takes the key");
    assertThat(ran.out() + ran.err()).doesNotContain("sk-secret");
    assertThat(api.asked("POST /v1/providers/anthropic").getFirst().body()).isEqualTo("{\"key\":\"sk-secret\"}");
    assertThat(api.asked("POST /v1/providers/anthropic/test")).hasSize(1);
  }

  @Test
  void takesNoKeyAsAnArgument() {
    assertThat(run("", "add", "anthropic", "sk-secret").exit()).isEqualTo(2);
    assertThat(run("", "add", "anthropic", "--key", "sk-secret").exit()).isEqualTo(2);
    assertThat(run("", "add", "anthropic", "--key-stdin").err()).contains("standard input is empty");
    assertThat(run("", "add", "anthropic").err()).contains("nothing to set", "--key-stdin");
    assertThat(run("", "add", "nobody", "--no-key").err()).contains("there is no provider 'nobody'",
        "anthropic, local");
    assertThat(api.asked("POST /v1/providers/anthropic")).isEmpty();
  }

  @Test
  void setsWordsAndSaysWhatIsMissing() {
    Ran ran = run("", "add", "local", "--url", "http://127.0.0.1:1", "--set", "model=a=b");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("local is not ready: set its endpoint");
    assertThat(api.asked("POST /v1/providers/local").getFirst().body())
        .contains("{\"settings\":{", "\"endpoint\":\"http://127.0.0.1:1\"", "\"model\":\"a=b\"").doesNotContain("key");
  }

  @Test
  void listsWhatIsReadyAndWhereItsKeyIsFrom() {
    assertThat(run("", "list").out()).contains("anthropic", "stored (…WXYZ)", "Ada", "local", "not needed");
    assertThat(run("", "list", "--json").out()).contains("\"keyHint\" : \"WXYZ\"");
  }

  @Test
  void triesAndFails() {
    api.answer("POST /v1/providers/local/test", 200,
        "{\"name\":\"local\",\"outcome\":\"unreached\",\"detail\":\"nobody "
            + "answers\",\"status\":0,\"milliseconds\":1,\"models\":[]}");
    Ran ran = run("", "test", "local");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("unreached: nobody answers (1 ms)");
  }

  @Test
  void findsServersAndForgetsProviders() {
    api.answer("GET /v1/providers/local/discover", 200,
        "[{\"program\":\"Ollama\",\"endpoint\":\"http://127.0.0.1:11434\","
            + "\"models\":[\"llama3.2\"]}]");
    Ran found = run("", "discover");
    assertThat(found.out()).contains("Ollama", "llama3.2");
    assertThat(found.err()).contains("ironctl provider add local --url http://127.0.0.1:11434");
    assertThat(run("", "remove", "anthropic").out()).contains("forgot what was set for anthropic; it is still ready");
  }

  private Ran run(String input, String... words) {
    return Ran.piped(input, api.line("provider", words));
  }
}
