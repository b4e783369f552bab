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
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.job.Job;
import dev.ironclaw.controlplane.job.JobSpec;
import dev.ironclaw.controlplane.job.JobState;
import dev.ironclaw.controlplane.jobbox.JobLimits;
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
      AgentNotices notices = new AgentNotices(queues, woken::add, _ -> true);

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

  @Test
  void bringsTheEndOfAJobOnceAsDataAndOnlyWhereTheConversationIsThere() {
    List<SessionId> woken = new ArrayList<>();
    boolean[] there = {true};
    try (SessionQueues queues = new SessionQueues(folder.resolve("sessions"), Keyring.open(folder.resolve("keys")),
        Clock.systemUTC())) {
      var queue = queues.of(SESSION);
      queue.enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "webchat", "anna", Optional.empty(),
          "{}", Optional.empty(), false));
      AgentNotices notices = new AgentNotices(queues, woken::add, _ -> there[0]);

      notices.ended(job(1, "in_1", "x".repeat(9_000)), text -> text.replace("s3cret", "***"));
      notices.ended(job(1, "in_1", "another"), text -> text);

      MessageIn row = queue.inbound(new MessageId("sys_job_" + job(1, "in_1", "").id())).orElseThrow();
      assertThat(row.trigger()).isTrue();
      assertThat(row.kind()).isEqualTo(MessageKind.SYSTEM);
      assertThat(row.platformId()).isEqualTo("anna");
      assertThat(row.content()).startsWith("{\"event\":\"job\",")
          .contains("\"outcome\":\"failed\"", "the *** was wrong",
              "job_status shows all of it")
          .doesNotContain("s3cret", "another").hasSizeLessThan(9_000);

      notices.ended(job(2, row.id().value(), "done"), text -> text);
      assertThat(queue.inbound(new MessageId("sys_job_" + job(2, "in_1", "").id())).orElseThrow().trigger())
          .as("a turn that an end led to leads to no other").isFalse();

      there[0] = false;
      notices.ended(job(3, "in_1", "done"), text -> text);
      assertThat(queue.inbound(new MessageId("sys_job_" + job(3, "in_1", "").id()))).isEmpty();
      assertThat(woken).hasSize(2);
    }
  }

  private static Job job(int n, String asked, String result) {
    JobSpec spec = new JobSpec("Sum up", "Sum it up.", JobMode.WORKER, Optional.empty(), List.of(), List.of(),
        JobLimits.WORKER, 5, false, false, "operator:ann", Optional.of(new AgentGroupId("anna")),
        Optional.of(new Origin(SESSION, Optional.of(new MessageId(asked)))), Optional.empty());
    return new Job(new JobId("00000000-0000-4000-8000-%012d".formatted(n)), spec, JobState.FAILED, Instant.EPOCH,
        Optional.empty(), Optional.of(Instant.EPOCH), Optional.empty(), 1, Optional.of(result),
        Optional.of("the s3cret was wrong"), Optional.empty(), Optional.empty());
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
