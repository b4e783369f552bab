package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.orchestrator.JobModels.Model;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelsOfJobsTest {
  private static final JobId JOB = new JobId("0b5bdf4e-3a52-4b8f-9a59-0f2c1d5e6a70");
  private static final AgentGroupId ADA = new AgentGroupId("ada");

  private final Map<String, Upstream> upstreams = new HashMap<>(Map.of("local", upstream("local", Dialect.OPENAI)));
  private Optional<Upstream> account = Optional.empty();
  private Optional<AgentGroupId> agent = Optional.empty();
  private Optional<ModelChoice> agents = Optional.empty();

  private static Upstream upstream(String name, Dialect dialect) {
    return Upstream.local(name, dialect, URI.create("http://127.0.0.1:9"), "/x");
  }

  private ModelsOfJobs models(String claude) {
    return new ModelsOfJobs(new ModelsOfJobs.Facts(name -> Optional.ofNullable(upstreams.get(name)), account,
        _ -> agents, () -> new ModelChoice("local", "llama")), _ -> agent, claude);
  }

  @Test
  void takesTheStandardModelForAnOperatorsJobAndCountsItApart() {
    assertThat(models("sonnet").worker(JOB)).isEqualTo(
        new Model(ModelsOfJobs.OPERATORS, new ModelChoice("local", "llama")));
  }

  @Test
  void takesAnAgentsOwnModelAndBudget() {
    agent = Optional.of(ADA);
    agents = Optional.of(new ModelChoice("openai", "gpt-4o"));
    assertThat(models("sonnet").worker(JOB)).isEqualTo(new Model(ADA, new ModelChoice("openai", "gpt-4o")));
  }

  @Test
  void knowsWhoseWordsGoToClaudeCodesCompanyAnyway() {
    agents = Optional.of(new ModelChoice("local", "llama"));
    assertThat(models("sonnet").isClaudes(ADA)).as("the standard one is all that there is").isTrue();
    account = Optional.of(upstream("claude-code", Dialect.ANTHROPIC));
    assertThat(models("sonnet").isClaudes(ADA)).isFalse();
    upstreams.put("anthropic", upstream("anthropic", Dialect.ANTHROPIC));
    assertThat(models("sonnet").isClaudes(ADA)).isFalse();
    agents = Optional.of(new ModelChoice("anthropic", "claude-sonnet-5-5"));
    assertThat(models("sonnet").isClaudes(ADA)).isTrue();
    agents = Optional.empty();
    assertThat(models("sonnet").isClaudes(ADA)).isFalse();
  }

  @Test
  void callsNoModelForAnAgentThatIsGone() {
    upstreams.put("anthropic", upstream("anthropic", Dialect.ANTHROPIC));
    agent = Optional.of(ADA);
    assertThatThrownBy(() -> models("sonnet").worker(JOB)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED));
    assertThatThrownBy(() -> models("sonnet").claude(JOB, "claude-sonnet-5-5")).isInstanceOfSatisfying(
        IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED));
  }

  @ParameterizedTest
  @CsvSource({"sonnet,claude-sonnet-5-5,claude-sonnet-5-5",
      "sonnet,claude-3-5-sonnet-20241022,claude-3-5-sonnet-20241022",
      "sonnet,claude-haiku-4-5,claude-haiku-4-5", "claude-opus-4-8,claude-sonnet-5-5,claude-opus-4-8",
      "claude-opus-4-8,claude-haiku-4-5,claude-haiku-4-5", "claude-opus-4-8,x/../y,claude-opus-4-8"})
  void letsClaudeCodeNameOnlyWhatTheOperatorSet(String set, String asked, String called) {
    upstreams.put("anthropic", upstream("anthropic", Dialect.ANTHROPIC));
    assertThat(models(set).claude(JOB, asked).choice()).isEqualTo(new ModelChoice("anthropic", called));
  }

  @ParameterizedTest
  @CsvSource({"sonnet,claude-opus-4-8", "sonnet,sonnet", "sonnet,claude-opus-4-8/sonnet", "sonnet,gpt-4o-sonnet",
      "opus,claude-sonnet-5-5", "sonnet,claude-nosonnet-1"})
  void refusesAnotherFamily(String set, String asked) {
    upstreams.put("anthropic", upstream("anthropic", Dialect.ANTHROPIC));
    assertThatThrownBy(() -> models(set).claude(JOB, asked)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED));
  }

  @Test
  void usesAnAccountOnlyWhereNoKeyIsSetUp() {
    account = Optional.of(upstream("claude-code", Dialect.ANTHROPIC));
    assertThat(models("sonnet").claude(JOB, "claude-sonnet-5-5").choice().upstream()).isEqualTo("claude-code");
    upstreams.put("anthropic", upstream("anthropic", Dialect.ANTHROPIC));
    assertThat(models("sonnet").claude(JOB, "claude-sonnet-5-5").choice().upstream()).isEqualTo("anthropic");
  }

  @Test
  void fallsToAStandardModelThatSpeaksTheDialectElseSaysWhatToDo() {
    assertThatThrownBy(() -> models("sonnet").claude(JOB, "claude-sonnet-5-5"))
        .isInstanceOf(IronclawException.class).hasMessageContaining("ironctl provider add anthropic");
    upstreams.put("local", upstream("local", Dialect.ANTHROPIC));
    assertThat(models("sonnet").claude(JOB, "claude-sonnet-5-5").choice()).isEqualTo(
        new ModelChoice("local", "llama"));
  }
}
