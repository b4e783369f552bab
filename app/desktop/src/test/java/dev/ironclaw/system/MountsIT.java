package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.UndoBody;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A folder of this machine in a running conversation: given, shown as its box measures it, and taken away again.
@Timeout(180)
class MountsIT {
  private static final String AGENT = "mock-agent";

  @TempDir
  Path folder;
  private Path state;
  private Path docs;

  @BeforeEach
  void prepare() throws Exception {
    state = folder.toRealPath().resolve("s");
    docs = Files.createDirectories(folder.toRealPath().resolve("host/docs"));
    Files.setPosixFilePermissions(docs, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> flags() {
    return List.of("--pool-size", "0", "--mount-base", docs.resolveSibling("").toString());
  }

  @Test
  void givesAFolderToARunningConversationAndTakesItAwayWithoutLosingAMessage() throws Exception {
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, flags());
        ControlPlaneClient client = controlPlane.client();
        SeenEvents events = new SeenEvents(client.events(Optional.empty()))) {
      send(client, "hello", "m1");
      answered(events, "in_m1");
      assertThat(session(client).posture().orElseThrow().mounts()).containsExactly("/workspace read-only");

      send(client, "slow:300 10", "m2");
      String given = approve(client);
      answered(events, "in_m2");
      send(client, "hello", "m3");
      answered(events, "in_m3");
      assertThat(session(client).posture().orElseThrow().mounts()).containsExactly("/mnt/docs read-only",
          "/workspace read-only");

      ChangeView undo = client.previewUndo(given);
      String taken = client.undo(given, new UndoBody(Optional.of(new ApproveBody(undo.cardHash(), Optional.empty()))))
          .id();
      assertThat(client.change(taken).state()).isEqualTo("applied");
      send(client, "hello", "m4");
      answered(events, "in_m4");
      assertThat(session(client).posture().orElseThrow().mounts()).containsExactly("/workspace read-only");
      assertThat(client.messages(AGENT, Optional.empty(), 100, false).messages()).hasSize(4);
    }
    assertThat(Leftovers.of(state)).isEmpty();
  }

  @Test
  void refusesWhatNoBoxCouldUseAndFreezesTheBoxWhereASocketAppears() throws Exception {
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, flags());
        ControlPlaneClient client = controlPlane.client();
        SeenEvents events = new SeenEvents(client.events(Optional.empty()))) {
      ChangeView missing = client.change(client.submit(mounts(docs.resolve("none"), Optional.empty())).id());
      assertThat(missing.state()).isEqualTo("rejected");
      assertThat(missing.decision().orElseThrow().reason().orElse("")).contains("there is no folder");

      approve(client);
      send(client, "hello", "m1");
      answered(events, "in_m1");
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(docs.resolve("s")));
        StreamEvent told = events.take(event -> event.type().equals("session.state")
            && "parked".equals(event.data().get("state")));
        assertThat(String.valueOf(told.data().get("note"))).contains("docs/s", "it is a socket", "session terminate");
      }
      assertThat(client.audit(50)).anySatisfy(entry -> {
        assertThat(entry.kind()).isEqualTo("freeze");
        assertThat(entry.detail()).contains("offence", "docs/s");
      });
      send(client, "hello", "m2");
      assertThat(session(client).containerStatus()).isEqualTo("parked");

      Files.delete(docs.resolve("s"));
      client.terminate(session(client).id());
      send(client, "hello", "m3");
      answered(events, "in_m3");
    }
    assertThat(Leftovers.of(state)).isEmpty();
  }

  @Test
  void asksForTheNameBeforeAnOperatorGivesAFolder() {
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, flags());
        ControlPlaneClient client = controlPlane.client()) {
      ChangeView shown = client.preview(mounts(docs, Optional.empty()));
      assertThat(shown.card().risk()).isEqualTo("red");
      assertThat(shown.card().gains()).containsExactly("read everything in " + docs + ", as /mnt/docs");
      assertThatThrownBy(() -> client.submit(mounts(docs, Optional.of(
          new ApproveBody(shown.cardHash(), Optional.empty()))))).isInstanceOf(ApiException.class)
          .hasMessageContaining("confirm it with the name");
    }
  }

  private static ChangeSubmitBody mounts(Path source, Optional<ApproveBody> approve) {
    return ChangeSubmitBody.of(Optional.empty(), "mounts", AGENT, List.of(Map.of("source", source.toString())),
        Optional.of("to read them"), approve);
  }

  /// As an operator does it, in one act.
  private String approve(ControlPlaneClient client) {
    String hash = client.preview(mounts(docs, Optional.empty())).cardHash();
    String id = client.submit(mounts(docs, Optional.of(new ApproveBody(hash, Optional.of(AGENT))))).id();
    assertThat(client.change(id).state()).isEqualTo("applied");
    return id;
  }

  private static SessionView session(ControlPlaneClient client) {
    return client.sessions().getFirst();
  }

  private static void send(ControlPlaneClient client, String text, String id) {
    client.send(new ChatSendBody(AGENT, text, Optional.of(id)));
  }

  private static void answered(SeenEvents events, String message) {
    events.answer(answer -> message.equals(answer.get("inReplyTo")));
  }
}
