package dev.ironclaw.controlplane.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.channel.WebChatChannel;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class SendFileToolTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");

  @TempDir(factory = InMemory.class)
  Path folder;
  private final List<SessionId> committed = new ArrayList<>();
  private StateFolder files;
  private Attachments attachments;
  private SendFileTool tool;
  private Session session;
  private Path workspace;

  @BeforeEach
  void open() throws IOException {
    FakeClock clock = new FakeClock();
    files = new StateFolder(folder.resolve("state"), clock);
    files.state.write(connection -> files.registry.createAgentGroup(connection, new AgentGroup(ANNA, 1, "Anna",
        "annas-folder", "mock", "mock-1", BoxConfig.Persona.EMPTY, List.of())));
    session = files.registry.resolveSession(ANNA,
        files.registry.resolveMessagingGroup("webchat", "anna", "", false).id(), Optional.empty(), SessionMode.SHARED);
    files.queues.of(session.id()).enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "webchat",
        "anna", Optional.empty(), "{}", Optional.empty(), false));
    attachments = new Attachments(new StateLedger(files.state, files.audit));
    tool = new SendFileTool(attachments, files.registry, files.queues,
        new ChannelRegistry(List.of(new WebChatChannel(new EventHub(new Random(1))))), folder.resolve("workspaces"),
        committed::add, clock);
    workspace = Files.createDirectories(folder.resolve("workspaces/annas-folder/out"));
    Files.writeString(workspace.resolve("a.csv"), "1;2");
  }

  @AfterEach
  void close() {
    files.close();
  }

  private String send(String call, String input) {
    return tool.call(new HostToolCall(session.id(), ANNA, new MessageId("in_1"), new MessageId(call),
        JsonMapper.shared().readTree(input.replace('\'', '"')))).toCompletableFuture().join().text();
  }

  private void assertRefused(ErrorCode code, String input) {
    assertThatThrownBy(() -> send("call_x", input)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    assertThat(attachments.of(session.id())).isEmpty();
    assertThat(committed).isEmpty();
  }

  @Test
  void bringsTheFileWithAMessageOfTheConversation() {
    assertThat(send("call_1", "{'path':'/workspace/out/a.csv','caption':'the table'}"))
        .isEqualTo("sent a.csv (3 bytes) to webchat/anna");
    OutboundRow row = files.queues.of(session.id()).undelivered(9).getFirst();
    assertThat(row.message().content()).isEqualTo("the table");
    Attachment file = Optional.ofNullable(attachments.of(session.id()).get(row.message().id())).orElseThrow();
    assertThat(file.name()).isEqualTo("a.csv");
    assertThat(attachments.content(file)).asString().isEqualTo("1;2");
    assertThat(attachments.call(session.id(), row.message().id())).contains(new MessageId("call_1"));
    assertThat(committed).containsExactly(session.id());
    assertThat(files.audit.newest(1).getFirst().event().detail()).contains(file.sha256()).doesNotContain("a.csv");
  }

  @Test
  void sendsNothingTwiceWhenABoxCallsAgain() throws IOException {
    send("call_1", "{'path':'out/a.csv'}");
    Files.writeString(workspace.resolve("a.csv"), "changed meanwhile");
    send("call_1", "{'path':'out/a.csv'}");
    assertThat(files.queues.of(session.id()).undelivered(9)).hasSize(1);
    assertThat(attachments.content(attachments.of(session.id()).values().iterator().next())).asString()
        .isEqualTo("1;2");
  }

  @Test
  void leavesTheWorkspaceByNoPathLinkOrSecondName(@TempDir Path outside) throws IOException {
    Path secret = Files.writeString(outside.resolve("secret"), "s3cret");
    Files.createSymbolicLink(workspace.resolve("link"), secret);
    Files.createSymbolicLink(workspace.resolve("dir"), outside);
    Files.writeString(workspace.resolve("one"), "x");
    Files.createLink(workspace.resolve("two"), workspace.resolve("one"));
    for (String path : List.of("out/link", "out/dir/secret", "../state/state.db", "out/../../state/state.db", "out",
        "out/two")) {
      assertRefused(ErrorCode.DENIED, "{'path':'" + path + "'}");
    }
    assertRefused(ErrorCode.INVALID_REQUEST, "{'path':'" + secret + "'}");
    assertRefused(ErrorCode.INVALID_REQUEST, "{'path':'.'}");
    assertRefused(ErrorCode.NOT_FOUND, "{'path':'out/none'}");
    assertRefused(ErrorCode.INVALID_PAYLOAD, "{'path':7}");
  }

  @Test
  void takesTenMebibytesAndNoMore() throws IOException {
    try (RandomAccessFile big = new RandomAccessFile(workspace.resolve("big").toFile(), "rw")) {
      big.setLength(Attachments.MAX_BYTES + 1);
      assertRefused(ErrorCode.TOO_LARGE, "{'path':'out/big'}");
      big.setLength(Attachments.MAX_BYTES);
      assertThat(send("call_2", "{'path':'out/big'}")).contains("10485760 bytes");
    }
  }

  @Test
  void goesOnlyWhereAHumanAllowedItAndWhereFilesAreTaken() {
    assertRefused(ErrorCode.DENIED, "{'path':'out/a.csv','to':'webchat/bert'}");
    assertRefused(ErrorCode.INVALID_PAYLOAD, "{'path':'out/a.csv','to':'nowhere'}");
    files.state.write(connection -> {
      files.registry.putDestination(connection, new Destination(ANNA, "telegram", "1"));
      return true;
    });
    assertRefused(ErrorCode.NOT_AVAILABLE, "{'path':'out/a.csv','to':'telegram/1'}");
  }

  @Test
  void handsAFileOutInItsOwnConversationAlone() {
    send("call_1", "{'path':'out/a.csv'}");
    String id = attachments.of(session.id()).values().iterator().next().id();
    assertThat(attachments.find(session.id(), id).size()).isEqualTo(3);
    assertThatThrownBy(() -> attachments.find(new SessionId("ses_0123456789abcdef"), id))
        .hasMessageContaining("no file");
  }
}
