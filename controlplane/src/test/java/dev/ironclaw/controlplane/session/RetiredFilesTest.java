package dev.ironclaw.controlplane.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Seed;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RetiredFilesTest {
  private static final AgentGroupId AGENT = new AgentGroupId("mock-agent");
  private static final Duration KEEP = Duration.ofDays(30);

  @TempDir
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final Brake brake = Brake.loose();
  private final AtomicBoolean box = new AtomicBoolean();
  private Runnable asked = () -> {};
  private Database database;
  private AuditLog audit;
  private Registry registry;
  private SessionQueues queues;
  private UnsettledSessions unsettled;
  private RetiredFiles files;
  private final List<AgentGroupId> forgotten = new ArrayList<>();
  private AgentGroup agent;
  private Session session;
  private Path workspace;
  private Path conversation;

  @BeforeEach
  void retireAnAgentThatHasFiles() throws Exception {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    audit = AuditLog.open(database, folder, new byte[32], new byte[32], clock);
    registry = new Registry(database, clock);
    Seed.dev(registry, audit);
    unsettled = new UnsettledSessions(database);
    queues = new SessionQueues(folder.resolve("sessions"), Keyring.open(folder), clock, unsettled::entering);
    files = new RetiredFiles(registry, queues, unsettled, folder.resolve("workspaces"), audit, clock, KEEP, brake,
        _ -> {
          asked.run();
          return box.get();
        }, forgotten::add);
    agent = registry.agentGroup(AGENT).orElseThrow();
    session = registry.resolveSession(AGENT, registry.resolveMessagingGroup("webchat", "x", "", false).id(),
        Optional.empty(), Wiring.SessionMode.SHARED);
    queues.of(session.id()).enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "webchat", "x",
        Optional.empty(), "{\"text\":\"hi\"}", Optional.empty(), false));
    workspace = folder.resolve("workspaces").resolve(agent.folder());
    Files.writeString(Files.createDirectories(workspace.resolve("a/b")).resolve("f"), "words");
    Files.createSymbolicLink(workspace.resolve("link"), Files.writeString(folder.resolve("kept"), "not its own"));
    conversation = folder.resolve("sessions").resolve(session.id().value());
    audit.write(tx -> {
      try (var statement = tx.connection().prepareStatement("DELETE FROM wirings WHERE agent_group = ?")) {
        statement.setString(1, AGENT.value());
        statement.executeUpdate();
      }
      return registry.removeAgentGroup(tx.connection(), AGENT);
    });
  }

  @AfterEach
  void close() {
    files.close();
    queues.close();
    audit.close();
    database.close();
  }

  private boolean create(AgentGroup wanted) {
    return audit.write(tx -> registry.createAgentGroup(tx.connection(), wanted));
  }

  @Test
  void keepsThemUntilTheirTimeAndThenLeavesNothing() {
    assertThat(files.kept()).singleElement().satisfies(kept -> {
      assertThat(kept.agent().id()).isEqualTo(AGENT);
      assertThat(kept.eraseAt()).isEqualTo(clock.instant().plus(KEEP));
    });
    clock.advance(KEEP.minusSeconds(1));
    files.lookNow();
    assertThat(workspace).exists();
    assertThat(forgotten).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    files.lookNow();
    assertThat(files.kept()).isEmpty();
    assertThat(workspace).doesNotExist();
    assertThat(conversation).doesNotExist();
    assertThat(registry.session(session.id())).isEmpty();
    assertThat(unsettled.all()).isEmpty();
    assertThat(folder.resolve("kept")).hasContent("not its own");
    assertThat(forgotten).as("what an engine keeps of it goes too").containsExactly(AGENT);
  }

  @Test
  void erasesAtOnceWhereSomebodySaysSoAndRecordsItBeforeAndAfter() {
    files.erase(AGENT, "alice");
    assertThat(workspace).doesNotExist();
    assertThat(conversation).doesNotExist();
    assertThat(audit.newest(5)).extracting(entry -> entry.event().kind()).contains("erase", "erased");
    assertThatThrownBy(() -> files.erase(AGENT, "alice")).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(create(agent.withRevision(99))).as("the id is free").isTrue();
  }

  @Test
  void givesThemBackToTheAgentThatUndoingBringsBackAndToNobodyElse() {
    AgentGroup thief = new AgentGroup(new AgentGroupId("thief"), 1, "Thief", agent.folder(), "mock", "mock-1",
        agent.persona(), agent.enabledTools());
    assertThat(create(thief)).as("another agent gets no retired one's folder").isFalse();
    assertThat(create(new AgentGroup(AGENT, 99, "Other", "other", "mock", "mock-1", agent.persona(),
        agent.enabledTools()))).as("conversations without their workspace").isFalse();

    assertThat(create(agent.withRevision(99))).isTrue();
    clock.advance(KEEP.multipliedBy(2));
    assertThat(files.kept()).isEmpty();
    assertThat(workspace.resolve("a/b/f")).hasContent("words");
    assertThat(queues.of(session.id()).hasWork()).isTrue();
  }

  @Test
  void waitsForTheBoxAndForTheEndOfAPanic() {
    box.set(true);
    assertThatThrownBy(() -> files.erase(AGENT, "alice")).hasMessageContaining("still ending");
    box.set(false);
    brake.engage(new Panic(clock.instant(), "alice", Optional.empty()));
    assertThatThrownBy(() -> files.erase(AGENT, "alice")).hasMessageContaining("everything is stopped");
    assertThat(workspace).exists();
  }

  @Test
  void goesOnAtTheNextStartWithWhatItHadBegun() {
    audit.write(tx -> registry.beginErasing(tx.connection(), AGENT));
    assertThat(create(agent.withRevision(99))).as("half erased").isFalse();
    files.lookNow();
    assertThat(files.kept()).isEmpty();
    assertThat(workspace).doesNotExist();
  }

  @Test
  void recordsNoErasingOfAnAgentThatCameBackMeanwhile() {
    asked = () -> assertThat(create(agent.withRevision(99))).isTrue();
    files.erase(AGENT, "alice");
    assertThat(workspace.resolve("a/b/f")).hasContent("words");
    assertThat(audit.newest(5)).extracting(entry -> entry.event().kind()).doesNotContain("erase", "erased");
  }

  @Test
  void looksAgainAlsoWhenItCouldNotLook() {
    database.close();
    files.lookNow();
    assertThat(files.looksAgain()).isTrue();
  }
}
