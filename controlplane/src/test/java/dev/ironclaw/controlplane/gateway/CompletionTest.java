package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.kind.VerifierChain;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Mount;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.stepup.StepUpCheck;
import dev.ironclaw.controlplane.testing.WatchedLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompletionTest {
  private static final AgentGroupId CLARA = new AgentGroupId("clara");
  private static final String PAPERS = "[{\"source\":\"/mounts/papers\",\"writable\":true}]";

  @TempDir
  Path folder;

  @Test
  void looksAgainWhereAChangeIsDecidedAfterItWasRead() {
    try (GatewayRig rig = new GatewayRig(folder)) {
      Change change = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
      Bases bases = new Bases(rig.registry, GatewayRig.HOST, Approvers.localAlone(), ZoneOffset.UTC);
      Vetoes vetoes = new Vetoes(new ChangeStore(), rig.ledger);
      TwoPeople two = new TwoPeople(Approvers.localAlone());
      Decider decider = new Decider(new ChangeStore(), rig.ledger, new LiveChanges(bases, vetoes), bases,
          two, new Permits(new Policies(rig.registry, new ChangeStore()), StepUpCheck.nobody()),
          new CardsShown(rig.ledger, rig.time), vetoes, rig.time);
      WatchedLedger ledger = new WatchedLedger(rig.ledger);
      Completion completion = new Completion(new ChangeStore(), ledger, bases, VerifierChain.standard(), vetoes, two,
          rig.parts(_ -> {}, _ -> {}), new ChangeEvents(rig.ledger, rig.hub, new ChangeStore(),
              new LiveChanges(bases, vetoes), two),
          () -> {});
      ledger.afterRead = once(() -> {
        decider.decide(change.id(), new Answer(true, change.card().hash(), Optional.empty()), GatewayRig.ALICE);
        completion.finish(change.id());
      });

      completion.finish(change.id());

      assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.APPLIED);
    }
  }

  @Test
  void appliesNothingWhoseCardChangedBetweenTheLastLookAtItAndTheCommit() {
    try (GatewayRig rig = new GatewayRig(folder)) {
      clara(rig);
      Change mine = request(rig, "mounts", Optional.of(GatewayRig.AGENT), PAPERS);
      inTheGap(rig, mine, once(() -> mount(rig, "papers")));
      Change after = rig.approve(mine);
      assertThat(after.state()).isEqualTo(ChangeState.FAILED);
      assertThat(after.error().orElseThrow()).contains("its card would not read as it did");
      assertThat(rig.agent().mounts()).isEmpty();
    }
  }

  @Test
  void appliesWhatReadsTheSameAfterAnotherChangeInThatGap() {
    try (GatewayRig rig = new GatewayRig(folder)) {
      clara(rig);
      Change mine = request(rig, "mounts", Optional.of(GatewayRig.AGENT), PAPERS);
      inTheGap(rig, mine, once(() -> mount(rig, "letters")));
      assertThat(rig.approve(mine).state()).isEqualTo(ChangeState.APPLIED);
      assertThat(rig.registry.agentGroup(CLARA).orElseThrow().mounts()).hasSize(1);
    }
  }

  @Test
  void aPlaceThatBecomesAGroupInThatGapGetsNoWiringThatWasApprovedAsDirect() {
    try (GatewayRig rig = new GatewayRig(folder)) {
      Change mine = request(rig, "wiring", Optional.of(GatewayRig.AGENT),
          "{\"put\":{\"channelType\":\"webchat\",\"platformId\":\"attic\",\"isGroup\":false}}");
      inTheGap(rig, mine, once(() -> rig.registry.resolveMessagingGroup("webchat", "attic", "", true)));
      Change after = rig.approve(mine);
      assertThat(after.state()).isEqualTo(ChangeState.FAILED);
      assertThat(after.error().orElseThrow()).contains("is a group");
      assertThat(rig.registry.snapshot().wirings().values().stream().flatMap(List::stream))
          .noneMatch(wiring -> wiring.id().value().contains("attic"));
    }
  }

  @Test
  void aNoInThatGapStopsAnApprovalAndBothAreInTheLog() {
    try (GatewayRig rig = new GatewayRig(folder)) {
      Change mine = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
      inTheGap(rig, mine, once(() -> rig.gateway.decide(mine.id(), false, "", Optional.of("wait"), GatewayRig.BOB)));
      assertThatThrownBy(() -> rig.approve(mine)).hasMessageContaining("it is rejected, decided by operator:bob");
      Change after = rig.gateway.find(mine.id()).orElseThrow();
      assertThat(after.state()).isEqualTo(ChangeState.REJECTED);
      assertThat(after.decision().orElseThrow().decidedBy()).isEqualTo("operator:bob");
      assertThat(rig.agent().enabledTools()).doesNotContain("write_file");
      assertThat(rig.effects).isEmpty();
      assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("decision"))
          .extracting(AuditEvent::actor).containsExactly("operator:alice", "operator:bob");
      assertThat(rig.ledger.entries.getLast().detail())
          .isEqualTo("rejected after its approval, before it was applied");
    }
  }

  @Test
  void aTokenRevokedInThatGapDecidesNothingUnderThePolicyThatNamesIt() {
    try (GatewayRig rig = new GatewayRig(folder)) {
      Change mine = request(rig, "policy", Optional.empty(),
          "{\"deciders\":[{\"operators\":[\"bob\"],\"kinds\":[\"model\"]}]}");
      inTheGap(rig, mine, once(() -> rig.revoked.add("bob")));
      Change after = rig.approve(mine);
      assertThat(after.state()).isEqualTo(ChangeState.FAILED);
      assertThat(after.error().orElseThrow()).contains("no operator named bob");
      assertThat(rig.registry.snapshot().policy()).isEmpty();
    }
  }

  @Test
  void leavesAChangeForTheNextTryWhereTheRegistryNeverRests() {
    try (GatewayRig rig = new GatewayRig(folder)) {
      clara(rig);
      Change mine = request(rig, "mounts", Optional.of(GatewayRig.AGENT), PAPERS);
      AtomicInteger moves = new AtomicInteger();
      inTheGap(rig, mine, () -> mount(rig, "letters-" + moves.incrementAndGet()));
      Change waiting = rig.approve(mine);
      assertThat(waiting.state()).isEqualTo(ChangeState.APPROVED);
      assertThat(waiting.error().orElseThrow()).contains("is tried again");
      assertThat(moves).hasValue(5);

      rig.ledger.beforeCommit = () -> {};
      rig.time.advance(Duration.ofSeconds(1));
      assertThat(rig.gateway.find(mine.id()).orElseThrow().state()).isEqualTo(ChangeState.APPLIED);
    }
  }

  private static void clara(GatewayRig rig) {
    rig.approve(request(rig, "create_agent", Optional.empty(),
        "{\"name\":\"Clara\",\"provider\":\"mock\",\"model\":\"mock-1\"}"));
  }

  private static Change request(GatewayRig rig, String kind, Optional<AgentGroupId> agent, String after) {
    return rig.gateway.submit(new ChangeSubmission(Optional.empty(), kind, agent, GatewayRig.json(after),
        Optional.empty(), GatewayRig.ALICE, Optional.empty()));
  }

  /// Gives Clara a folder of the host, past the gateway.
  private static void mount(GatewayRig rig, String name) {
    AgentGroup clara = rig.registry.agentGroup(CLARA).orElseThrow();
    assertThat(rig.database.<Boolean>write(connection -> rig.registry.replaceAgentGroup(connection,
        clara.withRevision(clara.revision() + 1)
            .withMounts(List.of(new Mount(name, "/mounts/" + name, true))))))
        .isTrue();
  }

  /// Runs it when the approved change is planned and not yet settled.
  private static void inTheGap(GatewayRig rig, Change change, Runnable deed) {
    rig.ledger.beforeCommit = () -> {
      if (rig.gateway.find(change.id()).orElseThrow().state() == ChangeState.APPROVED) {
        deed.run();
      }
    };
  }

  private static Runnable once(Runnable deed) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (!done.getAndSet(true)) {
        deed.run();
      }
    };
  }
}
