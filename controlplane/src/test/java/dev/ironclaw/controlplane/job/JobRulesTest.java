package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.kind.HostPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JobRulesTest {
  private final JobSettings settings = JobSettings.of(Map.of(), Path.of("/home/ann"), 2);
  private final JobRules rules = new JobRules(settings, "github"::equals);

  private List<String> hosts = List.of();

  private JobSpec spec(List<CredentialGrant> grants, @Nullable Integer memory, @Nullable Integer cpu,
      @Nullable Long seconds, @Nullable Integer iterations) {
    return rules.spec(new JobRequest("t", "d", JobMode.CLAUDE_CODE, Optional.empty(), grants, hosts,
        Optional.ofNullable(memory), Optional.ofNullable(cpu), Optional.ofNullable(seconds).map(Duration::ofSeconds),
        Optional.ofNullable(iterations), false, false, Optional.empty(), Optional.empty()), "operator:ann");
  }

  @Test
  void takesWhatTheOperatorSetWhereTheRequestSaysNothing() {
    JobSpec claude = spec(List.of(), null, null, null, null);
    assertThat(claude.limits().memoryBytes()).isEqualTo(4096L << 20);
    assertThat(claude.limits().timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(claude.maxIterations()).isEqualTo(50);
    assertThat(rules.spec(JobRequest.of("t", "d", JobMode.WORKER), "operator:ann").limits().memoryBytes())
        .isEqualTo(2048L << 20);
    assertThat(settings.projects()).isEqualTo(Path.of("/home/ann/.ironclaw/projects"));
  }

  @ParameterizedTest
  @CsvSource({"255,,,,memory", "8193,,,,memory", ",9,,,processors", ",201,,,processors", ",,0,,time limit",
      ",,21601,,time limit", ",,,0,rounds", ",,,501,rounds"})
  void refusesWhatIsBeyondTheOperatorsBounds(@Nullable Integer memory, @Nullable Integer cpu, @Nullable Long seconds,
      @Nullable Integer iterations, String word) {
    assertThatThrownBy(() -> spec(List.of(), memory, cpu, seconds, iterations))
        .isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining(word);
  }

  @Test
  void keepsEachHostOnceAndInOrder() {
    hosts = List.of("example.com:80", "*.github.com", "api.github.com", "api.github.com:443");
    assertThat(spec(List.of(), null, null, null, null).hosts()).extracting(HostPattern::text)
        .containsExactly("*.github.com", "api.github.com", "example.com:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "169.254.169.254", "[::1]", "localhost", "printer.local", "metadata",
      "example.com:22", "https://example.com", "*", "user@example.com"})
  void refusesHostsThatAreNotPublicNames(String host) {
    hosts = List.of(host);
    assertThatThrownBy(() -> spec(List.of(), null, null, null, null)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST)).hasMessageContaining("create a job: the host");
  }

  @Test
  void refusesMoreHostsThanAHumanReads() {
    hosts = IntStream.range(0, 21).mapToObj(i -> "h" + i + ".example.com").toList();
    assertThatThrownBy(() -> spec(List.of(), null, null, null, null)).hasMessageContaining("20 hosts at most");
  }

  @Test
  void doesNothingAgainWithMoreThanTheOperatorLetsJobsHaveNow() {
    JobSpec before = spec(List.of(), 8192, null, null, null);
    rules.checkAgain(before);
    JobSettings less = JobSettings.of(Map.of("JOB_MAX_MEMORY_MB", "4096"), Path.of("/home/ann"), 2);
    assertThatThrownBy(() -> new JobRules(less, _ -> true).checkAgain(before)).hasMessageContaining("memory")
        .hasMessageContaining("4096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines", "\u001b[31mred"})
  void refusesATitleThatIsNoLine(String title) {
    assertThatThrownBy(() -> rules.spec(JobRequest.of(title, "d", JobMode.WORKER), "operator:ann"))
        .hasMessageContaining("title");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LD_PRELOAD", "LD_ANYTHING", "PATH", "BASH_ENV", "NODE_OPTIONS", "JAVA_TOOL_OPTIONS",
      "GIT_SSH_COMMAND",
      "HTTPS_PROXY", "ANTHROPIC_BASE_URL", "CLAUDE_CONFIG_DIR", "IRONCLAW_X", "lower", "1ST", "A-B", "A=B", "", "É"})
  void refusesVariablesThatSayHowProgramsRun(String name) {
    assertThatThrownBy(() -> spec(List.of(new CredentialGrant(name, "github")), null, null, null, null))
        .isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
  }

  @Test
  void refusesUnknownCredentialsNamesTwiceAndTooMany() {
    assertThatThrownBy(() -> spec(List.of(new CredentialGrant("A", "gone")), null, null, null, null))
        .hasMessageContaining("no credential \"gone\"");
    assertThatThrownBy(() -> spec(List.of(new CredentialGrant("A", "github"), new CredentialGrant("A", "github")), null,
        null, null, null)).hasMessageContaining("named twice");
    List<CredentialGrant> many = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      many.add(new CredentialGrant("A" + i, "github"));
    }
    assertThatThrownBy(() -> spec(many, null, null, null, null)).hasMessageContaining("20 credentials at most");
    assertThat(spec(many.subList(0, 20), null, null, null, null).grants()).hasSize(20);
  }

  @Test
  void readsTheEnvironmentAndNamesWhatIsWrongInIt() {
    JobSettings set = JobSettings.of(Map.of("JOB_MAX_CONCURRENT", "2", "CLAUDE_CODE_MODEL", "opus",
        "CLAUDE_CODE_MAX_TURNS", "9", "CLAUDE_CODE_MEMORY_LIMIT_MB", "1024", "CLAUDE_CODE_ALLOWED_TOOLS",
        "Read(*), Bash(git *)", "JOB_ALLOWED_HOSTS", "registry.npmjs.org, *.example.org"), Path.of("/home/ann"), 2);
    assertThat(set.maxConcurrent()).isEqualTo(2);
    assertThat(set.claude()).isEqualTo(new JobSettings.ClaudeCode("opus", 9, List.of("Read(*)", "Bash(git *)")));
    assertThat(set.limits(JobMode.CLAUDE_CODE).memoryBytes()).isEqualTo(1024L << 20);
    assertThat(set.allowedHosts()).extracting(HostPattern::text).containsExactly("registry.npmjs.org", "*.example.org");
    assertThat(settings.allowedHosts()).isEmpty();
    assertThatThrownBy(() -> JobSettings.of(Map.of("JOB_ALLOWED_HOSTS", "http://x/"), Path.of("/"), 2))
        .hasMessageContaining("JOB_ALLOWED_HOSTS");
    assertThatThrownBy(() -> JobSettings.of(Map.of("JOB_MAX_CONCURRENT", "many"), Path.of("/"), 2))
        .hasMessageContaining("JOB_MAX_CONCURRENT").hasMessageContaining("1 to 100");
  }
}
