package dev.ironclaw.controlplane.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.router.ChatFile;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkspaceInboxTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final AgentGroupId BERT = new AgentGroupId("bert");
  private static final Principal.Operator ALICE = new Principal.Operator("alice");

  @TempDir(factory = InMemory.class)
  Path folder;
  private StateFolder files;
  private WorkspaceInbox inbox;
  private Path workspace;
  private Path incoming;

  @BeforeEach
  void open() throws IOException {
    files = new StateFolder(folder.resolve("state"), new FakeClock());
    files.state.write(connection -> {
      files.registry.createAgentGroup(connection, new AgentGroup(ANNA, 1, "Anna", "annas", "mock", "mock-1",
          BoxConfig.Persona.EMPTY, List.of("read_file")));
      return files.registry.createAgentGroup(connection, new AgentGroup(BERT, 1, "Bert", "berts", "mock", "mock-1",
          BoxConfig.Persona.EMPTY, List.of("recall")));
    });
    incoming = Files.createDirectories(folder.resolve("incoming"));
    workspace = Files.createDirectories(folder.resolve("workspaces/annas"));
    inbox = inbox();
  }

  private WorkspaceInbox inbox() {
    return new WorkspaceInbox(new StateLedger(files.state, files.audit), files.registry,
        new WorkspaceFolders(folder.resolve("workspaces"), true), incoming, new Quota(16 << 20, 20));
  }

  @Test
  void saysWhereTheWorkspaceIsNotOnThisMachine() {
    WorkspaceInbox away = new WorkspaceInbox(new StateLedger(files.state, files.audit), files.registry,
        new WorkspaceFolders(folder.resolve("workspaces"), false), incoming, new Quota(16 << 20, 20));

    assertThatThrownBy(() -> away.put(ANNA, "a.txt", new byte[]{1}, ALICE)).isInstanceOfSatisfying(
        IronclawException.class, e -> {
          assertThat(e.code()).isEqualTo(ErrorCode.NOT_AVAILABLE);
          assertThat(e.getMessage()).contains("container engine", "--runtime runsc");
        });
  }

  @AfterEach
  void close() {
    files.close();
  }

  private String put(String name, String words) {
    return inbox.put(ANNA, name, words.getBytes(java.nio.charset.StandardCharsets.UTF_8), ALICE);
  }

  @Test
  void laysAFileWhereTheAgentCanReadItAndReplacesNone() throws IOException {
    assertThat(put("a.csv", "1")).isEqualTo("inbox/a.csv");
    assertThat(put("a.csv", "2")).isEqualTo("inbox/a-2.csv");
    assertThat(Files.readString(workspace.resolve("inbox/a.csv"))).isEqualTo("1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace.resolve("inbox/a.csv"))))
        .isEqualTo("rw-r--r--");
    assertThat(incoming.toFile().list()).isEmpty();
    assertThat(files.audit.newest(1).getFirst().event().detail()).startsWith("1 bytes, sha256 ");
  }

  @ParameterizedTest
  @CsvSource({"../../x,x", "/etc/passwd,passwd", "c:\\\\a\\\\b.txt,b.txt", ".hidden,hidden", "'a\u202e\nb',a__b",
      "..,file",
      "'',file"})
  void makesAPlainNameOfAnyOther(String given, String name) {
    assertThat(put(given, "x")).isEqualTo("inbox/" + name);
  }

  @Test
  void knowsItsOwnPathsAndNoOther() {
    for (String given : List.of("a.PNG", "x".repeat(120) + ".pdf", "x".repeat(120) + ".pdf", "\u00fc b-c.txt")) {
      String path = put(given, "x");
      assertThat(WorkspaceInbox.file(path).path()).isEqualTo(path);
    }
    assertThat(WorkspaceInbox.file("inbox/a.PNG")).isEqualTo(
        new ChatFile("a.PNG", Optional.of("image/png"), "inbox/a.PNG"));
    assertThat(WorkspaceInbox.file("inbox/pdf.txt").mediaType()).isEmpty();
    for (String other : List.of("a.png", "inbox/", "inbox/.a", "inbox/../a", "inbox/a/b", "/inbox/a", "inbox/a\nb",
        "inbox/a]", "inbox/" + "x".repeat(105))) {
      assertThatThrownBy(() -> WorkspaceInbox.file(other)).as(other).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST)).hasMessageContaining("inbox/plan.pdf");
    }
  }

  @Test
  void writesThroughNoLinkThatAnAgentLaid(@TempDir Path outside) throws IOException {
    Files.createSymbolicLink(workspace.resolve("inbox"), outside);
    assertThatThrownBy(() -> put("a", "x")).hasMessageContaining("something in the way");
    assertThat(outside).isEmptyDirectory();
    Files.delete(workspace.resolve("inbox"));
    Files.createDirectory(workspace.resolve("inbox"));
    Path secret = Files.writeString(outside.resolve("secret"), "s");
    Files.createSymbolicLink(workspace.resolve("inbox/a"), secret);
    assertThat(put("a", "x")).isEqualTo("inbox/a-2");
    assertThat(Files.readString(secret)).isEqualTo("s");
  }

  @Test
  void removesWhatAKilledRunWasLayingIn() throws IOException {
    Files.writeString(incoming.resolve("in-123.part"), "a person's words");
    Path other = Files.writeString(incoming.resolve("other"), "x");
    inbox.sweep();
    assertThat(incoming).isDirectoryNotContaining("glob:**.part");
    assertThat(other).exists();
    assertThat(put("a", "x")).isEqualTo("inbox/a");
  }

  @Test
  void refusesWhatTheAgentCouldNotReadOrHold() {
    assertThatThrownBy(() -> inbox.put(BERT, "a", new byte[1], ALICE)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AVAILABLE)).hasMessageContaining("give it read_file");
    assertThatThrownBy(() -> inbox.put(ANNA, "a", new byte[Attachments.MAX_BYTES + 1], ALICE))
        .hasMessageContaining("over 10 MiB");
    inbox.put(ANNA, "a", new byte[Attachments.MAX_BYTES], ALICE);
    assertThatThrownBy(() -> inbox.put(ANNA, "b", new byte[Attachments.MAX_BYTES], ALICE))
        .hasMessageContaining("is full");
    assertThatThrownBy(() -> inbox.put(new AgentGroupId("nobody"), "b", new byte[1], ALICE))
        .hasMessageContaining("no agent");
  }
}
