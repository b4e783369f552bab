package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.router.InboundEvent;
import dev.ironclaw.controlplane.router.Router;
import dev.ironclaw.controlplane.router.RoutingOutcome;
import dev.ironclaw.controlplane.secret.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What applied changes of the kinds wiring and permissions do at the door that messages come in by: who reaches the queue
/// of an agent's session, and wakes it.
class ChangedRoutesTest extends GatewayFixture {
  private static final String ROOM = "{\"put\":{\"channelType\":\"slack\",\"platformId\":\"C1\"}}";
  private final List<SessionId> woken = new ArrayList<>();
  private SessionQueues queues;
  private Router router;
  private int messages;

  @BeforeEach
  void route() throws IOException {
    queues = new SessionQueues(Files.createDirectory(folder.resolve("sessions")), Keyring.open(folder), rig.time);
    router = new Router(rig.registry, queues, woken::add, (_, _) -> false);
  }

  @AfterEach
  void closeQueues() {
    queues.close();
  }

  @Test
  void aChatThatIsWiredReachesTheAgentUntilThatIsUndone() {
    grantMember("slack:alice");
    assertThat(says("alice")).as("nobody listens there").isEmpty();

    Change wiring = rig.approve(rig.submit("wiring", ROOM));
    assertThat(wiring.state()).isEqualTo(ChangeState.APPLIED);
    assertReaches(says("alice"));

    undo(wiring);
    assertThat(says("alice")).isEmpty();
    assertThat(woken).hasSize(1);
  }

  @Test
  void whoBecomesAMemberIsHeardUntilThatIsUndone() {
    rig.approve(rig.submit("wiring", ROOM));
    grantMember("slack:alice");
    assertRefused(says("mallory"));

    Change member = grantMember("slack:mallory");
    assertReaches(says("mallory"));

    undo(member);
    assertRefused(says("mallory"));
    assertReaches(says("alice"));
    assertThat(woken).hasSize(2);
  }

  @Test
  void whoIsRevokedIsNotHeardAnyMore() {
    rig.approve(rig.submit("wiring", ROOM));
    grantMember("slack:alice");
    assertReaches(says("alice"));
    Change revoked = rig.approve(rig.submit("permissions", "{\"revoke\":[{\"member\":\"slack:alice\"}]}"));
    assertRefused(says("alice"));
    undo(revoked);
    assertReaches(says("alice"));
  }

  private Change grantMember(String user) {
    Change change = rig.approve(rig.submit("permissions", "{\"grant\":[{\"member\":\"" + user + "\"}]}"));
    assertThat(change.state()).isEqualTo(ChangeState.APPLIED);
    return change;
  }

  private void undo(Change change) {
    Change undone = rig.approve(rig.gateway.submit(rig.gateway.undoOf(change.id(), GatewayRig.ALICE)));
    assertThat(undone.state()).isEqualTo(ChangeState.APPLIED);
  }

  private List<RoutingOutcome> says(String handle) {
    messages++;
    return router.route(new InboundEvent(new MessageId("e" + messages), "slack", "C1", "", Optional.empty(), handle,
        Optional.empty(), "hello", true, false));
  }

  private void assertReaches(List<RoutingOutcome> outcomes) {
    assertThat(outcomes).singleElement().satisfies(outcome -> {
      assertThat(outcome.engaged()).as(outcome.reason()).isTrue();
      SessionId session = outcome.session().orElseThrow();
      assertThat(rig.registry.session(session).map(Session::agentGroup)).contains(GatewayRig.AGENT);
      assertThat(queues.of(session).unfinishedAfter(0)).extracting(MessageIn::id)
          .contains(new MessageId("in_e" + messages));
      assertThat(woken.getLast()).isEqualTo(session);
    });
  }

  private void assertRefused(List<RoutingOutcome> outcomes) {
    assertThat(outcomes).singleElement().satisfies(outcome -> {
      assertThat(outcome.engaged()).as(outcome.reason()).isFalse();
      assertThat(outcome.session()).isEmpty();
    });
  }
}
