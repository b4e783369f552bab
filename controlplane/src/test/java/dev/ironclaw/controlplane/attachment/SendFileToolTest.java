package dev.ironclaw.controlplane.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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
  private StateLedger ledger;
  private Attachments attachments;
  private SendFileTool tool;
  private final FakeClock clock = new FakeClock();
  private Session session;
  private Path workspace;

  @BeforeEach
  void open() throws IOException {
    files = new StateFolder(folder.resolve("state"), clock);
    files.state.write(connection -> files.registry.createAgentGroup(connection, new AgentGroup(ANNA, 1, "Anna",
        "annas-folder", "mock", "mock-1", BoxConfig.Persona.EMPTY, List.of())));
    session = files.registry.resolveSession(ANNA,
        files.registry.resolveMessagingGroup("webchat", "anna", "", false).id(), Optional.empty(), SessionMode.SHARED);
    files.queues.of(session.id()).enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "webchat",
        "anna", Optional.empty(), "{}", Optional.empty(), false));
    ledger = new StateLedger(files.state, files.audit);
    attachments = new Attachments(ledger);
    tool = new SendFileTool(attachments, files.registry, files.queues,
        new ChannelRegistry(List.of(new WebChatChannel(new EventHub(new Random(1))))),
        new WorkspaceFolders(folder.resolve("workspaces"), true),
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

  /// In the order of sending.
  private List<Attachment> sent() {
    return files.state.<List<String>>read(connection -> {
      try (var select = connection.createStatement();
          var rows = select.executeQuery("SELECT id FROM attachments ORDER BY rowid")) {
        List<String> ids = new ArrayList<>();
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
        return ids;
      }
    }).stream().map(id -> attachments.find(session.id(), id)).toList();
  }

  private long entries() {
    return files.audit.newest(Attachments.PER_HOUR + 9).stream().filter(entry -> entry.event().kind().equals("sent"))
        .count();
  }

  private void assertRefused(ErrorCode code, String input) {
    assertThatThrownBy(() -> send("call_x", input)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    assertThat(sent()).isEmpty();
    assertThat(committed).isEmpty();
  }

  @Test
  void bringsTheFileWithAMessageOfTheConversation() {
    assertThat(send("call_1", "{'path':'/workspace/out/a.csv','caption':'the table'}"))
        .isEqualTo("sent a.csv (3 bytes) to webchat/anna");
    OutboundRow row = files.queues.of(session.id()).undelivered(9).getFirst();
    assertThat(row.message().content()).isEqualTo("the table");
    Attachment file = Optional
        .ofNullable(attachments.of(session.id(), List.of(row.message().id())).get(row.message().id())).orElseThrow();
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
    assertThat(attachments.content(sent().getFirst())).asString()
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
    String id = sent().getFirst().id();
    assertThat(attachments.find(session.id(), id).size()).isEqualTo(3);
    assertThatThrownBy(() -> attachments.find(new SessionId("ses_0123456789abcdef"), id))
        .hasMessageContaining("no file");
  }

  @Test
  void keepsSixtyFilesAnHourOfAnAgentHoweverSmallAndRecordsNoMore() throws IOException {
    Files.createFile(workspace.resolve("empty"));
    for (int i = 0; i < Attachments.PER_HOUR; i++) {
      send("call_" + i, "{'path':'out/empty'}");
    }
    assertThatThrownBy(() -> send("call_x", "{'path':'out/empty'}")).hasMessageContaining("60 files an hour");
    assertThat(sent()).hasSize(Attachments.PER_HOUR);
    assertThat(entries()).isEqualTo(Attachments.PER_HOUR);
    assertThat(send("call_0", "{'path':'out/empty'}")).as("the same again").contains("sent empty");
    clock.advance(Duration.ofHours(1));
    assertThat(send("call_x", "{'path':'out/empty'}")).contains("sent empty");
  }

  @Test
  void keepsAndRecordsNothingWhoseMessageHasNoRoom() {
    files.queues.of(session.id()).commit(new BoxCommit(IntStream.range(0, 1_000).mapToObj(i -> new MessageOut(
        new MessageId("out_" + i), Optional.empty(), MessageKind.CHAT, "webchat", "anna", Optional.empty(), "x",
        Optional.empty())).toList(), List.of(), List.of()));
    assertRefused(ErrorCode.RATE_LIMITED, "{'path':'out/a.csv'}");
    assertThat(entries()).isZero();
  }

  @Test
  void makesRoomForANewFileInTheOldestOnes() {
    attachments = new Attachments(ledger, 6 << 20, 9);
    byte[] two = new byte[2 << 20];
    List.of("att_1", "att_2", "att_3").forEach(id -> keep(id, two));
    keep("att_small", new byte[0]);
    assertThat(attachments.content(sent().getFirst())).hasSize(two.length);
    keep("att_last", new byte[1]);
    assertThatThrownBy(() -> attachments.content(sent().getFirst()))
        .hasMessage("the file att_1 is kept no more: of an agent the last 6 MiB are; ask the agent to send it again");
    assertThat(sent()).hasSize(5);
    assertThat(attachments.content(sent().get(1))).hasSize(two.length);
    assertThat(attachments.content(sent().getLast())).hasSize(1);
    assertThat(files.audit.newest(1).getFirst().event().detail()).endsWith(", and of the oldest files 1 emptied");
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    attachments = new Attachments(ledger, 6 << 20, 3);
    List.of("att_1", "att_2", "att_3", "att_4").forEach(id -> keep(id, new byte[0]));
    assertThat(sent()).extracting(Attachment::id).containsExactly("att_2", "att_3", "att_4");
  }

  private void keep(String id, byte[] content) {
    clock.advance(Duration.ofMinutes(1));
    attachments
        .keep(new Attachment(id, session.id(), ANNA, new MessageId("out_" + id), new MessageId("call_" + id), "a",
            content.length, "", clock.instant()), content);
  }
}
