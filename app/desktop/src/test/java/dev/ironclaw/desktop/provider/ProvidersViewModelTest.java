package dev.ironclaw.desktop.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.ProviderView.Pause;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.FakeControlPlane.Asked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersViewModelTest {
  private final Desk desk = new Desk();
  private final Questions questions = new Questions();
  private final List<String> connected = new ArrayList<>();
  private final ProvidersViewModel model = new ProvidersViewModel(desk.backend(), questions, Desk.TEXTS,
      connected::add);
  private final ProviderWords words = new ProviderWords(Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void start(Pause... pauses) {
    ProviderFacts.some(desk.controlPlane(), pauses);
    model.start();
  }

  private ProviderForm form(String name) {
    model.choose(model.providers().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow());
    return model.chosen().get().orElseThrow();
  }

  @Test
  void showsTheReadyOnesFirstWithTheirAgentsAndThoseThatLiveOfAnother() {
    start();
    assertThat(model.providers()).extracting(Provider::name)
        .containsExactly("anthropic", "openai", "bedrock", "local");
    assertThat(model.chosen().get().orElseThrow().name()).isEqualTo("anthropic");
    Provider anthropic = model.providers().getFirst();
    assertThat(words.uses(anthropic)).isEqualTo("Researcher, with claude-opus-4-8\n"
        + "Researcher as its fall-back, with claude-haiku-4-5\nHouse keeper, with claude-sonnet-4-5");
    assertThat(words.brief(anthropic.view())).isEqualTo("Ready, key …h7Qw");
    assertThat(model.providers().get(1).also()).extracting(one -> one.name()).containsExactly("openai-responses");
    assertThat(words.brief(model.providers().get(2).view())).isEqualTo("Not connected");
  }

  @Test
  void saysWhereItIsLeftAloneAndHearsThatItAnswersAgain() {
    start(new Pause(Optional.empty(), "2026-11-21T10:03:00Z"), new Pause(Optional.of("ada"), "2026-11-21T10:00:20Z"));
    assertThat(words.brief(model.providers().getFirst().view())).isEqualTo("Not reached; left alone for a moment");
    assertThat(words.pauses(model.providers().getFirst().view(), Desk.NOW)).contains("tried again in 3 min",
        "Not asked for ada");
    ProviderFacts.some(desk.controlPlane());
    desk.tell("provider.state", Map.of("provider", "anthropic", "state", "ok"));
    assertThat(words.brief(model.providers().getFirst().view())).isEqualTo("Ready, key …h7Qw");
  }

  @Test
  void sendsTheKeyOnceAndWhatWasTypedAndNothingElseThenTriesIt() {
    start();
    ProviderForm form = form("bedrock");
    assertThat(form.changed().get()).isFalse();
    form.key().set(" bedrock-key ");
    form.setting("region").set("eu-central-1");
    assertThat(model.isUnsaved()).isTrue();
    desk.controlPlane().answer("POST /v1/providers/bedrock", ProviderFacts.anthropic());
    desk.controlPlane().answer("POST /v1/providers/bedrock/test", ProviderFacts.tested("bedrock", "unreached", 0));
    desk.hold();
    model.save(form);
    assertThat(model.busy().get()).isTrue();
    desk.deliver();
    assertThat(model.note().get()).isEqualTo("What you set for Anthropic is kept.");
    assertThat(connected).as("it does not answer").isEmpty();
    form.key().set("bedrock-key");
    form.setting("region").set("eu-central-1");
    desk.controlPlane().answer("POST /v1/providers/bedrock/test", ProviderFacts.tested("bedrock", "untested", 0));
    model.save(form);
    assertThat(desk.controlPlane().asked("POST").subList(0, 2)).containsExactly(
        new Asked("POST /v1/providers/bedrock",
            "{\"key\":\"bedrock-key\",\"settings\":{\"region\":\"eu-central-1\"}}"),
        new Asked("POST /v1/providers/bedrock/test", ""));
    assertThat(form.key().get()).isEmpty();
    assertThat(model.isUnsaved()).isFalse();
    assertThat(connected).containsExactly("bedrock");
    assertThat(model.note().get()).isEqualTo("Amazon Bedrock is connected.");
  }

  @Test
  void whatWasTypedStaysWhereItIsRefusedAndWhileAnotherIsLookedAt() {
    start();
    ProviderForm form = form("bedrock");
    form.key().set("no");
    desk.controlPlane().refuse("POST /v1/providers/bedrock", 400, "INVALID_REQUEST", "a key has 8 characters and more");
    model.save(form);
    assertThat(form.objection().get()).isEqualTo("a key has 8 characters and more");
    form("anthropic");
    desk.tell("provider.changed", Map.of("provider", "anthropic"));
    assertThat(form("bedrock").key().get()).isEqualTo("no");
    assertThat(connected).isEmpty();
  }

  @Test
  void saysExactlyHowATryWent() {
    start();
    ProviderForm openai = form("openai");
    model.test(openai);
    assertThat(words.test(openai.provider().get().view(), openai.tested().get().orElseThrow()))
        .isEqualTo("https://api.openai.com answers, but refuses the key of the environment (status 401). "
            + "Change it there, where the control plane is started.");
    assertThat(connected).isEmpty();
    ProviderForm anthropic = form("anthropic");
    model.test(anthropic);
    assertThat(anthropic.tested().get().orElseThrow().models()).hasSize(5);
    assertThat(words.test(anthropic.provider().get().view(), anthropic.tested().get().orElseThrow()))
        .isEqualTo("https://api.anthropic.com answers and takes the key (212 ms).");
  }

  @Test
  void aServerThatWasFoundIsUsedWithOneButton() {
    start();
    assertThat(desk.controlPlane().asked("GET")).extracting(Asked::call)
        .doesNotContain("GET /v1/providers/local/discover");
    ProviderForm local = form("local");
    assertThat(model.found()).hasSize(2);
    String url = "http://127.0.0.1:11434";
    desk.controlPlane().answer("GET /v1/providers", List.of(ProviderFacts.local(Optional.of(url))));
    desk.controlPlane().answer("POST /v1/providers/local", ProviderFacts.local(Optional.of(url)));
    desk.controlPlane().answer("POST /v1/providers/local/test", ProviderFacts.tested("local", "ok", 200, "llama3.2"));
    model.use(model.found().getFirst(), "llama3.2");
    assertThat(desk.controlPlane().asked("POST").getFirst().body())
        .contains("\"endpoint\":\"" + url + "\"", "\"model\":\"llama3.2\"").doesNotContain("key");
    assertThat(connected).containsExactly("local");
    assertThat(local.setting("endpoint").get()).isEqualTo(url);
    assertThat(local.changed().get()).isFalse();
    model.use(model.found().getFirst(), "llama3.2");
    assertThat(desk.controlPlane().asked("POST")).extracting(Asked::call).as("it is so already")
        .containsExactly("POST /v1/providers/local", "POST /v1/providers/local/test",
            "POST /v1/providers/local/test");
  }

  @Test
  void aKeyThatIsTypedForAnotherAddressStaysWhereItIs() {
    start();
    ProviderForm local = form("local");
    local.key().set("key-of-the-other");
    local.authority().set("-----BEGIN CERTIFICATE-----");
    desk.controlPlane().answer("GET /v1/providers", List.of(ProviderFacts.ollamaInUse()));
    desk.controlPlane().answer("POST /v1/providers/local", ProviderFacts.ollamaInUse());
    desk.controlPlane().answer("POST /v1/providers/local/test", ProviderFacts.tested("local", "ok", 200));
    model.use(model.found().getFirst(), "llama3.2");
    assertThat(desk.controlPlane().asked("POST").getFirst().body()).startsWith("{\"settings\":")
        .contains("http://127.0.0.1:11434", "llama3.2").doesNotContain("key-of-the-other", "CERTIFICATE");
    assertThat(local.key().get()).isEqualTo("key-of-the-other");
    assertThat(local.authority().get()).isNotEmpty();
    model.use(model.found().getFirst(), "llama3.2");
    assertThat(desk.controlPlane().asked("POST")).as("it is so already").hasSize(3).last()
        .isEqualTo(new Asked("POST /v1/providers/local/test", ""));
  }

  @Test
  void showsWhatTheControlPlaneMadeOfAnAddressAndKeepsWhatWasTypedSince() {
    start();
    ProviderForm local = form("local");
    local.setting("endpoint").set("http://localhost:11434/v1");
    desk.controlPlane().answer("GET /v1/providers", List.of(ProviderFacts.ollamaInUse()));
    desk.controlPlane().answer("POST /v1/providers/local", ProviderFacts.ollamaInUse());
    desk.controlPlane().answer("POST /v1/providers/local/test", ProviderFacts.tested("local", "ok", 200));
    model.save(local);
    assertThat(local.setting("endpoint").get()).isEqualTo("http://127.0.0.1:11434");
    assertThat(local.changed().get()).isFalse();
    local.setting("endpoint").set("http://localhost:11434");
    desk.hold();
    model.save(local);
    local.setting("model").set("qwen3:8b");
    local.key().set("typed meanwhile");
    desk.deliver();
    assertThat(local.setting("endpoint").get()).isEqualTo("http://127.0.0.1:11434");
    assertThat(local.body().settings()).contains(Map.of("model", "qwen3:8b"));
    assertThat(local.key().get()).isEqualTo("typed meanwhile");
  }

  @Test
  void noServerIsNoMistake() {
    start();
    desk.controlPlane().answer("GET /v1/providers/local/discover", List.of());
    form("local");
    assertThat(model.looking().get()).isEqualTo(new ListState.Empty());
  }

  @Test
  void forgetsOnlyAfterAQuestionThatNamesTheAgents() {
    start();
    ProviderForm form = form("anthropic");
    desk.controlPlane().refuse("POST /v1/providers/anthropic/remove", 409, "CONFLICT", "it answers for Researcher");
    model.remove(form);
    assertThat(questions.open().get().orElseThrow().words()).contains("Researcher, House keeper");
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    questions.agree();
    assertThat(form.objection().get()).contains("Nothing was erased", "Researcher, House keeper");
    desk.controlPlane().answer("POST /v1/providers/anthropic/remove", ProviderFacts.bedrock());
    model.remove(form);
    questions.agree();
    assertThat(model.note().get()).isEqualTo("What was set for Amazon Bedrock is forgotten.");
  }

  @Test
  void takesCertificatesAndNothingElseFromAFile(@TempDir Path folder) throws Exception {
    start();
    ProviderForm form = form("local");
    Path other = Files.writeString(folder.resolve("notes.txt"), "hello");
    model.authority(form, other);
    assertThat(form.authority().get()).isEmpty();
    assertThat(form.objection().get()).contains("notes.txt", "no certificate");
    Path pem = Files.writeString(folder.resolve("own.pem"), "-----BEGIN CERTIFICATE-----\nMII\n");
    model.authority(form, pem);
    assertThat(form.authority().get()).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(form.body().authority()).isPresent();
  }

  @Test
  void aListThatFailsIsSaidAndNothingArrivesAfterItIsLeft() {
    desk.controlPlane().refuse("GET /v1/providers", 503, "NOT_READY", "not ready yet");
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Failed("not ready yet"));
    ProviderFacts.some(desk.controlPlane());
    desk.hold();
    model.load();
    model.stop();
    desk.deliver();
    assertThat(model.providers()).isEmpty();
    assertThat(desk.listeners()).isZero();
  }
}
