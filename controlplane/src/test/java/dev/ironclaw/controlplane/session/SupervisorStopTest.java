package dev.ironclaw.controlplane.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.box.BoxServer;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import dev.ironclaw.controlplane.isolation.SandboxSpec;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Seed;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box that does not listen, behind a real socket.
@Timeout(120)
class SupervisorStopTest {
  private static final AgentGroupId AGENT = new AgentGroupId("mock-agent");
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir
  Path folder;

  @Test
  void aBoxThatGoesOnIsEndedAndTheConversationGoesOnInAnother() throws Exception {
    Clock clock = Clock.systemUTC();
    FakeIsolator isolator = new FakeIsolator();
    BlockingQueue<SessionId> committed = new LinkedBlockingQueue<>();
    try (Database database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
        AuditLog audit = AuditLog.open(database, folder, new byte[32], new byte[32], clock);
        SessionQueues queues = new SessionQueues(folder.resolve("sessions"), Keyring.open(folder), clock);
        ModelProxy models = new ModelProxy(List.of())) {
      Registry registry = new Registry(database, clock);
      Seed.dev(registry, audit);
      SessionId session = registry.resolveSession(AGENT,
          registry.resolveMessagingGroup("webchat", AGENT.value(), "", false).id(), Optional.empty(),
          Wiring.SessionMode.SHARED).id();
      SupervisorSettings settings = new SupervisorSettings(0, 0, LONG, LONG, LONG, LONG, Duration.ofMillis(1),
          Duration.ofSeconds(3), SandboxSpec.Limits.DEFAULT);
      AgentLaunch launch = new AgentLaunch(
          new RootfsImage(folder, "sha256:" + "0".repeat(64), List.of("/agent")), folder.resolve("workspaces"),
          settings.limits(), Quota.DEFAULT, _ -> Optional.of("anthropic"), (agent, _) -> agent.enabledTools());
      BoxWorkers workers = new BoxWorkers(isolator, database, audit, clock, new BoxIds(new Random(7)), Brake.loose(),
          () -> {}, new RefusalLimit(audit::recordBestEffort, clock, (_, _) -> {}));
      try (BoxSupervisor supervisor = new BoxSupervisor(registry, queues, launch, workers, hearing(committed), settings,
          clock, listener -> new BoxServer(folder.resolve("run"), models, listener, clock))) {
        assertThat(supervisor.stop(session)).as("nothing is being answered").isZero();
        ask(queues, session, "in_1");
        supervisor.wake(session);
        FakeIsolator.FakeBox box = isolator.next();
        try (RawClient deaf = new RawClient(folder.resolve("run").resolve(box.id().value()))) {
          assertThat(deaf.post(BoxApi.PARTIAL, "{\"inReplyTo\":\"in_1\",\"offset\":0,\"text\":\"Once upon\"}").status())
              .isEqualTo(204);
          assertThat(supervisor.stop(session)).isEqualTo(1);
          ask(queues, session, "in_2");
          assertThat(deaf.post(BoxApi.MODEL + "/v1/messages", "{}").body()).contains("a person stopped");
          assertThat(committed.poll(60, TimeUnit.SECONDS)).isEqualTo(session);
        }
        assertThat(box.stopped).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(Duration.ZERO);
        assertThat(isolator.next().id()).as("for what was asked after the stop").isNotEqualTo(box.id());
        assertThat(queues.of(session).undelivered(10)).singleElement()
            .satisfies(row -> assertThat(row.message().content()).isEqualTo("Once upon\n\nStopped."));
      }
      assertThat(audit.newest(50)).anySatisfy(entry -> {
        assertThat(entry.event().kind()).isEqualTo("stop-forced");
        assertThat(entry.event().subject()).isEqualTo(session.value());
      });
    }
  }

  private static void ask(SessionQueues queues, SessionId session, String id) {
    queues.of(session).enqueue(new NewInbound(new MessageId(id), MessageKind.CHAT, true, "webchat", "mock-agent",
        Optional.empty(), "{\"text\":\"hi\"}", Optional.empty(), false));
  }

  private static SessionEvents hearing(BlockingQueue<SessionId> commits) {
    return new SessionEvents() {
      @Override
      public void bound(SessionId session) {}

      @Override
      public void released(SessionId session) {}

      @Override
      public void committed(SessionId session) {
        commits.add(session);
      }

      @Override
      public void partial(AgentGroupId agent, SessionId session, PartialText text) {}

      @Override
      public void changed(BoxStatus status) {}
    };
  }
}
