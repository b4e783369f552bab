package dev.ironclaw.controlplane.command;

import static dev.ironclaw.contract.job.CommandPolicy.FULL_ACCESS;
import static dev.ironclaw.contract.job.CommandPolicy.READ_ONLY;
import static dev.ironclaw.contract.job.CommandPolicy.WORKSPACE_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import dev.ironclaw.controlplane.jobbox.JobExit;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Panic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may run, in which container, and what comes back, with containers that are threads.
class OneOffCommandsTest {
  @TempDir
  private Path folder;

  private final FakeContainers containers = new FakeContainers();
  private CommandRig rig;

  @BeforeEach
  void open() {
    rig = rig(true);
    rig.allow(List.of("*.example.org"), READ_ONLY, WORKSPACE_WRITE, FULL_ACCESS);
  }

  private CommandRig rig(boolean fullAccess) {
    return new CommandRig(folder.resolve(String.valueOf(fullAccess)), containers, "sha256:0", Network.internet(),
        new CommandRig.PlainPlaces(folder.resolve("projects")), SocketModes.SAME_UID, fullAccess);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static CommandRequest with(CommandRequest request, boolean confirmed, boolean fresh) {
    return new CommandRequest(request.argv(), request.project(), request.policy(), request.environment(),
        request.timeout(), request.maxOutput(), request.hosts(), confirmed, fresh);
  }

  private String refused(CommandRequest request, ErrorCode code) {
    IronclawException[] why = {null};
    assertThatThrownBy(() -> rig.begin(request)).isInstanceOfSatisfying(IronclawException.class, e -> why[0] = e);
    assertThat(why[0].code()).isEqualTo(code);
    return String.valueOf(why[0].getMessage());
  }

  @Test
  void runsNothingForWhomNobodyAllowedIt() {
    rig.rights.clear();
    assertThat(refused(CommandRig.request("true", READ_ONLY), ErrorCode.DENIED))
        .contains("ironctl sandbox allow ci --policy read_only --project site");
    rig.allow(List.of(), READ_ONLY);
    assertThat(refused(CommandRig.request("true", WORKSPACE_WRITE), ErrorCode.DENIED)).contains("workspace_write");
    assertThat(refused(CommandRig.request("true", READ_ONLY, "a.example.org"), ErrorCode.DENIED))
        .contains("may not reach a.example.org");
    assertThat(containers.started).isEmpty();
    assertThat(rig.log()).hasSize(3).allMatch(line -> line.startsWith("refused "));
  }

  @Test
  void wantsBothTheOperatorsAndTheCallersYesForFullAccess() throws Exception {
    CommandRequest request = CommandRig.request("true", FULL_ACCESS);
    assertThat(refused(request, ErrorCode.DENIED)).contains("\"confirm\": \"full_access\"");
    assertThat(rig.run(with(request, true, false)).exitCode()).isZero();
    rig.close();
    rig = rig(false);
    rig.allow(List.of(), FULL_ACCESS);
    assertThat(refused(with(request, true, false), ErrorCode.DENIED)).contains("--allow-full-access");
  }

  @Test
  void runsOneAfterAnotherInOneContainerAndOthersInTheirOwn() throws Exception {
    CommandResult one = rig.run("one", READ_ONLY);
    assertThat(one.out()).isEqualTo(new CommandResult.Stream("ran one", 7, false));
    assertThat(rig.run("two", READ_ONLY).container()).isEqualTo(one.container());
    assertThat(rig.run("three", WORKSPACE_WRITE).container()).isNotEqualTo(one.container());
    assertThat(rig.run("four", READ_ONLY, "a.example.org").container()).isNotEqualTo(one.container());
    assertThat(containers.started).extracting(JobBoxPlan::workspaceWritable).containsExactly(false, true, false);
    assertThat(containers.started.getFirst().command()).containsExactly("--mode=command", "--job=" + one.container());
  }

  @Test
  void runsInANewContainerOnWishAndThrowsItAway() throws Exception {
    CommandResult one = rig.run("one", READ_ONLY);
    CommandResult own = rig.run(with(CommandRig.request("two", READ_ONLY), false, true));
    CommandResult next = rig.run("three", READ_ONLY);
    assertThat(List.of(one.container(), own.container(), next.container())).doesNotHaveDuplicates();
  }

  @Test
  void writesEachCommandWholeToTheLogBeforeItRunsAndNoSecret() throws Exception {
    List<Integer> entries = new ArrayList<>();
    containers.program = ask -> {
      entries
          .add((int) rig.files.audit.newest(99).stream().filter(entry -> entry.event().kind().equals("run")).count());
      return FakeContainers.says(ask, 3, "my key: ghp_" + "a1B2".repeat(9));
    };
    String line = "echo " + "word ".repeat(2_000) + "ghp_" + "a1B2".repeat(9);
    CommandResult result = rig.run(line, READ_ONLY, "a.example.org");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out().text()).startsWith("my key: ").doesNotContain("ghp_");
    assertThat(entries).containsExactly(1);
    List<String> log = rig.log();
    assertThat(log.getFirst()).startsWith("run read_only in site, 20 s, reaches [a.example.org], sha256:");
    assertThat(String.join("", log)).doesNotContain("ghp_a1B2");
    assertThat(log.stream().filter(entry -> entry.startsWith("text ")).map(entry -> entry.substring(5))
        .reduce("", String::concat)).startsWith("/bin/sh -c echo word").contains("word word [REDACTED]");
    assertThat(log).anyMatch(entry -> entry.startsWith("end exit code 3, "));
  }

  @Test
  void cutsWhatAContainerSendsTooMuchOfAtAWholeCharacter() throws Exception {
    containers.program = ask -> {
      assertThat(ask.get("max_bytes").intValue()).isEqualTo(8);
      return FakeContainers.says(ask, 0, "1234567ü and more");
    };
    CommandResult.Stream out = rig.run(CommandRig.within(CommandRig.request("x", READ_ONLY), Duration.ofSeconds(9), 16))
        .out();
    assertThat(out).isEqualTo(new CommandResult.Stream("1234567", 18, true));
  }

  @Test
  void survivesAContainerThatSaysNonsense() throws Exception {
    containers.program = _ -> FakeContainers.JSON.createObjectNode().put("id", 7);
    CompletableFuture<CommandResult> result = rig.begin(CommandRig.request("x", READ_ONLY));
    assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS)).hasMessageContaining("not known");
    containers.program = ask -> FakeContainers.says(ask, 0, "fine");
    assertThat(rig.run("y", READ_ONLY).out().text()).isEqualTo("fine");
    assertThat(containers.started).hasSize(2);
  }

  @Test
  void goesOnInAnotherContainerWhenOneIsKilledBetweenCommands() throws Exception {
    CommandResult one = rig.run("one", READ_ONLY);
    containers.kill(containers.started.getFirst().id());
    CommandResult two = rig.run("two", READ_ONLY);
    assertThat(two.out().text()).isEqualTo("ran two");
    assertThat(two.container()).isNotEqualTo(one.container());
  }

  @Test
  void saysThatNobodyKnowsWhenAContainerIsKilledDuringACommand() throws Exception {
    assertThat(whenItsContainerEnds(new JobExit(137, JobExit.Cause.OUTSIDE, "somebody killed it")))
        .contains("somebody killed it", "not known");
    assertThat(containers.started).as("it is not run twice").hasSize(1);
  }

  @Test
  void saysWithWhichCodeItsContainersProgramEnded() throws Exception {
    assertThat(whenItsContainerEnds(new JobExit(70, JobExit.Cause.ENDED, "", "job: \u001b[2J" + "x".repeat(4_000))))
        .contains("ended by itself with code 70", "not known").doesNotContain("xx");
  }

  @Test
  void logsOfWhatAContainerPrintedOneBoundedLineWithoutSecrets() {
    CommandLog log = new CommandLog(new StateLedger(rig.files.state, rig.files.audit), new Leaks((_, _, _) -> {}));
    String brief = log.brief("\njob:\u001b[2J\nghp_" + "a1B2".repeat(9) + " " + "x".repeat(4_000));
    assertThat(brief).startsWith("job:").doesNotContain("\u001b", "\n", "ghp_a1B2").contains("[REDACTED]").endsWith("…")
        .hasSize(501);
  }

  private String whenItsContainerEnds(JobExit exit) throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    containers.program = ask -> {
      runs.countDown();
      throw CommandRig.unexpected("no answer to " + ask.get("id"));
    };
    CompletableFuture<CommandResult> result = rig.begin(CommandRig.request("x", WORKSPACE_WRITE));
    assertThat(runs.await(1, TimeUnit.MINUTES)).isTrue();
    containers.end(containers.started.getFirst().id(), exit);
    ExecutionException refusal = catchThrowableOfType(ExecutionException.class, () -> result.get(1, TimeUnit.MINUTES));
    return String.valueOf(refusal.getMessage());
  }

  @Test
  void throwsAContainerAwayThatCouldNotEndEverything() throws Exception {
    containers.program = ask -> FakeContainers.says(ask, 0, "").put("left", 2);
    CommandResult one = rig.run("one", READ_ONLY);
    assertThat(rig.run("two", READ_ONLY).container()).isNotEqualTo(one.container());
  }

  @Test
  void boundsWhatWaitsInOneProject() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    containers.program = ask -> {
      try {
        assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw CommandRig.unexpected(e.toString());
      }
      return FakeContainers.says(ask, 0, "done");
    };
    List<CompletableFuture<CommandResult>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      all.add(rig.begin(CommandRig.request("x" + i, READ_ONLY)));
    }
    assertThat(refused(CommandRig.request("one more", READ_ONLY), ErrorCode.RATE_LIMITED))
        .contains("16 commands wait or run in the project site");
    go.countDown();
    for (CompletableFuture<CommandResult> result : all) {
      assertThat(result.get(20, TimeUnit.SECONDS).out().text()).isEqualTo("done");
    }
    assertThat(containers.started).hasSize(1);
  }

  @Test
  void refusesWhatIsNoCommandAndEverythingInAPanic() {
    for (CommandRequest wrong : List.of(
        new CommandRequest(List.of(), "site", READ_ONLY, Map.of(), Duration.ofSeconds(1), 100, List.of(), false, false),
        new CommandRequest(List.of("a\0b"), "site", READ_ONLY, Map.of(), Duration.ofSeconds(1), 100, List.of(), false,
            false),
        variable("1A"), variable("IRONCLAW_CALL"), variable("A=B"),
        CommandRig.within(CommandRig.request("x", READ_ONLY), Duration.ofSeconds(601), 100),
        CommandRig.within(CommandRig.request("x", READ_ONLY), Duration.ZERO, 100),
        CommandRig.within(CommandRig.request("x", READ_ONLY), Duration.ofSeconds(1), 1),
        CommandRig.within(CommandRig.request("x", READ_ONLY), Duration.ofSeconds(1), (4 << 20) + 1))) {
      assertThat(refused(wrong, ErrorCode.INVALID_REQUEST)).startsWith("run a command: ");
    }
    refused(CommandRig.request("x".repeat(200_000), READ_ONLY), ErrorCode.TOO_LARGE);
    rig.brake.engage(new Panic(Instant.EPOCH, "olga", Optional.empty()));
    refused(CommandRig.request("x", READ_ONLY), ErrorCode.NOT_READY);
    assertThat(containers.started).isEmpty();
  }

  private static CommandRequest variable(String name) {
    return new CommandRequest(List.of("x"), "site", READ_ONLY, Map.of(name, "1"), Duration.ofSeconds(1), 100, List.of(),
        false, false);
  }

  @Test
  void readsPoliciesByTheirNamesAndAliases() {
    assertThat(CommandPolicy.of("RW")).contains(WORKSPACE_WRITE);
    assertThat(CommandPolicy.of("read-only")).contains(READ_ONLY);
    assertThat(CommandPolicy.of("full")).contains(FULL_ACCESS);
    assertThat(CommandPolicy.of("none")).isEmpty();
    assertThat(HostPattern.of("*.example.org").covers(HostPattern.of("a.example.org"))).isTrue();
    assertThat(HostPattern.of("a.example.org").covers(HostPattern.of("*.a.example.org"))).isFalse();
  }

  @Test
  void cutsBytesAtWholeCharactersAlone() {
    byte[] text = "aü€😀".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    List<Integer> kept = new ArrayList<>();
    for (int most = 0; most <= text.length; most++) {
      kept.add(CommandStreams.cut(text, most, most < text.length).length);
    }
    assertThat(kept).containsExactly(0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10);
    assertThat(CommandStreams.cut(Base64.getDecoder().decode("gICA"), 3, true)).as("no UTF-8 at all").hasSize(3);
  }
}
