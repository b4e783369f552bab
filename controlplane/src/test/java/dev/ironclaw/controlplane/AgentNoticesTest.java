package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.kind.ChangeCard;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

final class AgentNoticesTest {
  private static final SessionId SESSION = new SessionId("ses_00000000000000aa");

  @TempDir
  Path folder;

  @Test
  void startsATurnForAPersonsRequestAndNoneForARequestThatANoticeLedTo() {
    List<SessionId> woken = new ArrayList<>();
    try (SessionQueues queues = new SessionQueues(folder.resolve("sessions"), Keyring.open(folder.resolve("keys")),
        Clock.systemUTC())) {
      var queue = queues.of(SESSION);
      queue.enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "webchat", "anna", Optional.empty(),
          "{}", Optional.empty(), false));
      AgentNotices notices = new AgentNotices(queues, woken::add);

      notices.outcome(rejected(1, "in_1"));
      assertThat(woken).hasSize(1);
      MessageIn first = queue.inbound(new MessageId("sys_" + id(1))).orElseThrow();
      assertThat(first.trigger()).isTrue();
      assertThat(first.platformId()).isEqualTo("anna");

      notices.outcome(rejected(2, first.id().value()));
      assertThat(queue.inbound(new MessageId("sys_" + id(2))).orElseThrow().trigger()).isFalse();
      assertThat(woken).hasSize(1);
    }
  }

  private static ChangeId id(int n) {
    return new ChangeId("chg_%032x".formatted(n));
  }

  private static Change rejected(int n, String inReplyTo) {
    var nothing = JsonNodeFactory.instance.objectNode();
    return new Change(id(n), ChangeKind.PERSONA, Optional.of(new AgentGroupId("anna")), 1, nothing, nothing,
        Optional.empty(),
        "sandbox:" + SESSION, Optional.of(new Origin(SESSION, Optional.of(new MessageId(inReplyTo)))), Instant.EPOCH,
        Instant.EPOCH, ChangeState.REJECTED,
        Optional.of(new Change.DecisionRecord(false, "verifier", Instant.EPOCH, Optional.of("no effect"))),
        Optional.empty(), new ChangeCard("Persona", Risk.AMBER, List.of(), List.of(), List.of(), Optional.empty(),
            "sandbox:" + SESSION, Optional.empty(), "hash"));
  }
}
