package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hostile program, which no list of tools binds, in a box that may write the workspace and in the next one, which may
/// only read it.
final class RevokedWorkspaceIT {
  @TempDir
  private Path folder;
  private TestBoxes boxes;
  private Path workspace;
  private Path secret;

  @BeforeEach
  void start() throws Exception {
    boxes = new TestBoxes(folder);
    workspace = boxes.mount("ws");
    secret = Files.writeString(boxes.mount("other").resolve("secret"), "not for boxes");
  }

  @AfterEach
  void leavesNothingBehind() {
    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  private List<ProbeResult> box(boolean writable) throws Exception {
    return ProbeBoxes.run(new RunscIsolator(boxes.settings(false), new ProcessRunner()),
        new SandboxSpec(TestBoxes.newId(), new AgentGroupId("dev-agent"),
            ImageFolder.load(TestBoxes.imageFolder()).probes(), boxes.mount("sock"),
            Optional.of(new SandboxSpec.Workspace(workspace, writable)), SandboxSpec.Limits.DEFAULT,
            List.of("--family=workspace", "--foreign=" + secret)));
  }

  @Test
  void aBoxAfterARevocationChangesNothingInTheWorkspaceThatTheOneBeforeWrote() throws Exception {
    List<ProbeResult> before = box(true);
    Path kept = workspace.resolve("kept");
    Files.writeString(kept, "kept by the host");
    for (String name : List.of("folder", "link", "new")) {
      Files.delete(workspace.resolve(name));
    }
    List<Object> facts = facts(kept);

    List<ProbeResult> after = box(false);

    assertThat(before).hasSize(10).filteredOn(ProbeResult::held).isEmpty();
    assertThat(after).hasSize(10).filteredOn(result -> !result.held()).isEmpty();
    assertThat(facts(kept)).isEqualTo(facts);
    assertThat(kept).hasContent("kept by the host");
  }

  @Test
  void aLinkThatABoxPlantsLeadsTheHostNowhere() throws Exception {
    box(true);
    Path link = workspace.resolve("link");
    Object mode = Files.getAttribute(secret, "unix:mode");
    Object owner = Files.getAttribute(secret, "unix:uid");

    assertThat(Files.readSymbolicLink(link)).isEqualTo(secret);
    // What the host does with a workspace is to search it, to watch it, to own its top and to mount it.
    box(true);

    assertThat(Files.getAttribute(secret, "unix:mode")).isEqualTo(mode);
    assertThat(Files.getAttribute(secret, "unix:uid")).isEqualTo(owner);
    assertThat(secret).hasContent("not for boxes");
    assertThat(link).isSymbolicLink();
  }

  private static List<Object> facts(Path file) throws Exception {
    return List.copyOf(Files.readAttributes(file, "unix:mode,uid,ctime,lastModifiedTime,ino,size",
        LinkOption.NOFOLLOW_LINKS).entrySet());
  }
}
