package dev.ironclaw.controlplane.jobimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.TestEngine;
import dev.ironclaw.controlplane.isolation.ImageFolder;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The larger image of jobs, which has the other's layers, in a real engine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JobImagesIT {
  private static final String PROGRAMS = "git --version; curl --version; jq --version; id -u; claude --version; "
      + "echo '{}' | jq -c .; awk 'BEGIN{print 6*7}'; which sh; touch /usr/x; git init -q /tmp/r && git -C /tmp/r status -s; "
      + "ps -e | wc -l; ls -la /etc; stat -c 'mode %a' /etc/passwd";

  @TempDir
  static Path folder;
  private final List<ImageProgress> told = new ArrayList<>();
  private final RootfsImage box = ImageFolder.load(TestJobImages.box()).worker();
  private TestEngine daemon;
  private Engine engine;
  private Database database;
  private AuditLog audit;
  private JobImages images;

  @BeforeAll
  void build() {
    daemon = new TestEngine(folder, TestEngine.SEALED);
    engine = daemon.connect();
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    audit = AuditLog.open(database, folder, new byte[32], new byte[32], new FakeClock());
    images = new JobImages(() -> engine,
        new JobImages.Parts(() -> box, ImageLock::of, TestJobImages.packages(), PackageSources.usual()),
        folder.resolve("images"), audit, new FakeClock(), _ -> {});
    images.build(JobImage.CLAUDE_CODE, PackageSources.usual(), "alice", told::add);
  }

  @AfterAll
  void end() {
    images.close();
    audit.close();
    database.close();
    engine.close();
    daemon.close();
  }

  private String run(String runtime, String... words) throws IOException {
    // The filter of jobs is the container's: what the engine has for one forbids threads under gVisor.
    List<String> line = new ArrayList<>(List.of("run", "--rm", "--runtime=" + runtime, "--network=none", "--read-only",
        "--cap-drop=ALL", "--security-opt=no-new-privileges",
        "--security-opt=seccomp=unconfined", "--tmpfs=/tmp"));
    line.addAll(List.of(words));
    return daemon.said(line.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "runsc"})
  void whatAJobNeedsRunsWithAReadOnlyRoot(String runtime) throws Exception {
    String said = run(runtime, "--entrypoint=/bin/sh", images.imageOf(JobMode.CLAUDE_CODE), "-c", PROGRAMS);

    assertThat(said).contains("git version 2.", "curl 7.", "jq-1.", "\n65532\n", "(Claude Code)", "\n{}\n", "\n42\n",
        "/bin/sh", "cannot touch '/usr/x'", "passwd\n", "mode 644\n")
        .doesNotContain("not found", "Invalid argument", "rror while loading", "dubious");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "runsc"})
  void ourProgramStartsAsTheContainersFirst(String runtime) throws Exception {
    String said = run(runtime, images.imageOf(JobMode.CLAUDE_CODE), "--mode=nothing-of-the-kind");

    assertThat(said).contains("--mode").doesNotContain("Could not find", "Error occurred during initialization");
  }

  @Test
  void everyPhaseIsToldAndTheEngineHoldsWhatWasBuilt() {
    assertThat(told).extracting(ImageProgress::phase).containsSubsequence(ImageProgress.Phase.FETCH,
        ImageProgress.Phase.UNPACK, ImageProgress.Phase.LOAD, ImageProgress.Phase.VERIFY, ImageProgress.Phase.READY);
    assertThat(told).hasSizeLessThan(200);
    assertThat(images.list()).extracting(ImageState::standing).containsExactly(ImageState.Standing.MISSING,
        ImageState.Standing.READY);
    assertThat(images.verify(JobImage.CLAUDE_CODE)).hasSize(4)
        .allSatisfy(check -> assertThat(check.held()).as(check.words()).isTrue());
  }
}
