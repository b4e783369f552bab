package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.grant.Grant;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.kind.Limit;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/// One random life of many changes, with crashes anywhere: agents and people ask, people decide, take back and look at
/// old cards, time passes, grants are used up. The same seed is the same life.
final class History {
  private static final Principal.Operator READER = new Principal.Operator("reader", Set.of(Scope.READ));

  private final GatewayRig rig;
  private final Random random;
  private final HistoryJudge judge;
  private final HistoryPayloads payloads;
  private final HistoryFolders folders;
  private final List<Change> shown = new ArrayList<>();
  private final HistoryUses uses;
  private int effects;
  private int crashes;

  History(GatewayRig rig, HistoryFolders folders, long seed) {
    this.rig = rig;
    this.folders = folders;
    folders.bringBack();
    // Neighbouring seeds would begin alike.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    rig.beforeEffect = () -> {};
    rig.rewind(seed, GatewaySettings.DEFAULT);
    this.judge = new HistoryJudge(rig);
    this.payloads = new HistoryPayloads(random, folders);
    this.uses = new HistoryUses(rig);
    rig.beforeEffect = this::effect;
    if (random.nextBoolean()) {
      begin(new HistoryPayloads.Wish("create_agent", payloads.ben(), true));
    }
    if (random.nextBoolean()) {
      begin(new HistoryPayloads.Wish("policy", payloads.policy(), true));
    }
  }

  /// So that more of a life has two agents, and other rules than those of the first day.
  private void begin(HistoryPayloads.Wish wish) {
    try {
      ownAct(submission(wish, GatewayRig.ALICE, Optional.empty()));
    } catch (IronclawException _) {
      // It is one that nobody may have.
    }
    judge.check();
  }

  /// What a life came to.
  record Outcome(int steps, int crashes, int applied) {}

  Outcome run() {
    int steps = 8 + random.nextInt(16);
    for (int step = 0; step < steps; step++) {
      if (random.nextInt(4) == 0) {
        rig.ledger.fuse.blowAt(1 + random.nextInt(40));
      }
      try {
        act();
      } catch (IronclawException _) {
        // Refused: nothing moves.
      } catch (Fuse.Crash _) {
        crashes++;
        comeBack();
      }
      rig.ledger.fuse.mend();
      judge.check();
    }
    rig.brake = Brake.loose();
    comeBack();
    judge.checkEnd();
    return new Outcome(steps, crashes, judge.applied().size());
  }

  private void act() {
    switch (random.nextInt(23)) {
      case 0, 1, 2, 3 -> submit();
      case 4 -> again();
      case 5, 6, 7, 8 -> decide(true, anyShown(), somebody());
      case 9 -> decide(false, anyShown(), somebody());
      case 10 -> twice();
      case 11, 12 -> ownAct();
      case 13, 14 -> undo();
      case 15, 16 -> {
        for (int times = random.nextInt(4); times >= 0; times--) {
          uses.use(random);
        }
      }
      case 17 -> revoke();
      case 18 -> rig.time.advance(Duration.ofMinutes(random.nextInt(random.nextBoolean() ? 30 : 1_000)));
      case 19 -> give();
      case 21 -> rulesInBetween();
      case 20 -> {
        if (random.nextBoolean()) {
          folders.takeAway();
        } else {
          folders.bringBack();
        }
      }
      default -> panicOrNot();
    }
  }

  /// Before a box is told anything, the log says why.
  private void effect() {
    effects++;
    long causes = rig.ledger.entries.stream().filter(
        event -> event.stage().equals("grant") || event.detail().startsWith("applied")
            || event.detail().startsWith("goes on"))
        .count();
    assertThat(effects).as("effects are recorded before they happen").isLessThanOrEqualTo((int) causes);
    AuditLog log = rig.ledger.log;
    if (log != null && rig.ledger.entries.getLast().stage().equals("apply")) {
      assertThat(log.head().orElseThrow().seq()).as("it is in the file too").isEqualTo(log.newest(1).getLast().seq());
    }
  }

  private void submit() {
    Change change = rig.gateway.submit(wish(random.nextInt(3) == 0
        ? new Principal.Agent(rig.session.id())
        : GatewayRig.ALICE, Optional.of(GatewayRig.id(random.nextInt(1_000_000)))));
    if (change.state() == ChangeState.PENDING) {
      judge.waits(change);
    }
    shown.add(change);
  }

  private ChangeSubmission wish(Principal by, Optional<ChangeId> id) {
    return submission(payloads.next(), by, id);
  }

  private ChangeSubmission submission(HistoryPayloads.Wish wish, Principal by, Optional<ChangeId> id) {
    boolean byAgent = by instanceof Principal.Agent;
    AgentGroupId about = new AgentGroupId(byAgent ? "mock-agent" : payloads.pick(HistoryPayloads.AGENTS));
    return new ChangeSubmission(id, wish.kind(), wish.aboutNone() && !byAgent ? Optional.empty() : Optional.of(about),
        GatewayRig.json(wish.after()), Optional.of("because"), by,
        byAgent ? Optional.of(new Origin(rig.session.id(), Optional.empty())) : Optional.empty());
  }

  /// The same request once more, as after an answer that was lost.
  private void again() {
    Change change = anyShown();
    Principal by = change.requestedBy().startsWith("sandbox:")
        ? new Principal.Agent(rig.session.id())
        : GatewayRig.ALICE;
    Change same = rig.gateway.submit(new ChangeSubmission(Optional.of(change.id()), change.kind().wireName(),
        change.agentGroup(), change.after(), change.reason(), by, change.origin()));
    assertThat(same.id()).isEqualTo(change.id());
  }

  /// A tool whose uses are counted, mostly within a limit, and then it is used.
  private void give() {
    Change change = rig.gateway.submit(new ChangeSubmission(Optional.empty(), "enabled_tools",
        Optional.of(GatewayRig.AGENT), GatewayRig.json("{\"add\":[\"send_message\"]}"), Optional.of("because"),
        GatewayRig.ALICE, Optional.empty()));
    shown.add(change);
    decide(true, change, GatewayRig.ALICE);
    for (int times = random.nextInt(4); times >= 0; times--) {
      uses.use(random);
    }
    if (random.nextInt(3) == 0) {
      rig.time.oversleep(Duration.ofMinutes(random.nextInt(60)));
      uses.use(random);
    }
  }

  /// One says yes, then the rules change, then another one says yes.
  private void rulesInBetween() {
    List<Change> pending = rig.gateway.pending();
    Change change = pending.isEmpty() ? anyShown() : pending.getLast();
    for (int times = random.nextInt(2); times >= 0; times--) {
      decide(true, change, GatewayRig.ALICE);
      Change policy = rig.gateway
          .submit(GatewayRig.policyRequest(random.nextBoolean() ? payloads.policyForTwo() : payloads.policy()));
      shown.add(policy);
      decide(true, policy, GatewayRig.ALICE);
      decide(true, policy, GatewayRig.BOB);
    }
    Change live = rig.gateway.find(change.id()).orElseThrow();
    judge.clicks(live, live.card().hash(), GatewayRig.BOB.name());
    rig.gateway.decide(live.id(), true, live.card().hash(), Optional.empty(), GatewayRig.BOB);
  }

  private Change anyShown() {
    if (shown.isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is nothing to see yet");
    }
    return shown.get(random.nextInt(shown.size()));
  }

  private Principal somebody() {
    return switch (random.nextInt(10)) {
      case 0 -> new Principal.Agent(rig.session.id());
      case 1 -> READER;
      case 2, 3, 4 -> GatewayRig.BOB;
      default -> GatewayRig.ALICE;
    };
  }

  private void decide(boolean approve, Change change, Principal by) {
    Change live = rig.gateway.find(change.id()).orElse(change);
    String hash = (random.nextInt(5) == 0 ? change : live).card().hash();
    boolean may = by.equals(GatewayRig.ALICE) || by.equals(GatewayRig.BOB);
    if (approve && may) {
      judge.clicks(live, hash, by.name());
    }
    Change now = answer(approve, live, hash, by);
    assertThat(may).as("%s decided", by).isTrue();
    if (now.state() != ChangeState.PENDING) {
      judge.accepts(change.id());
    }
    if (approve) {
      shown.add(now);
    }
  }

  private Change answer(boolean approve, Change live, String hash, Principal by) {
    try {
      return rig.gateway.decide(live.id(), approve, hash, Optional.empty(), approve ? scope(live) : GrantScope.ALWAYS,
          by);
    } catch (IronclawException e) {
      if (e.code() == ErrorCode.DENIED && approve && (by.equals(GatewayRig.ALICE) || by.equals(GatewayRig.BOB))) {
        judge.refuses(live, by.name());
      }
      throw e;
    }
  }

  /// Mostly one that the kind can keep.
  private GrantScope scope(Change change) {
    List<Limit> can = random.nextInt(20) == 0 ? List.of(Limit.values()) : List.copyOf(rig.gateway.limits(change));
    if (can.isEmpty() || random.nextInt(3) == 0) {
      return GrantScope.ALWAYS;
    }
    return switch (can.stream().sorted().toList().get(random.nextInt(can.size()))) {
      case UNTIL -> new GrantScope(Optional.of(rig.time.instant().plus(Duration.ofMinutes(1 + random.nextInt(90)))),
          OptionalInt.empty(), Optional.empty());
      case USES -> new GrantScope(Optional.empty(), OptionalInt.of(1 + random.nextInt(2)), Optional.empty());
      case SESSION -> new GrantScope(Optional.empty(), OptionalInt.empty(), Optional.of(rig.session.id()));
    };
  }

  /// Two answers from two surfaces: where they differ, the second one is refused.
  private void twice() {
    Change change = anyShown();
    boolean first = random.nextBoolean();
    decide(first, change, GatewayRig.ALICE);
    Change between = rig.gateway.find(change.id()).orElseThrow();
    if (between.state() == ChangeState.PENDING || between.state() == ChangeState.APPROVED) {
      return;
    }
    try {
      rig.gateway.decide(change.id(), !first, between.card().hash(), Optional.empty(), GatewayRig.BOB);
      throw new AssertionError("a second answer was taken for " + change.id());
    } catch (IronclawException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CHANGE_ALREADY_DECIDED);
    }
  }

  private void ownAct() {
    ownAct(wish(GatewayRig.ALICE, Optional.empty()));
  }

  private Change ownAct(ChangeSubmission own) {
    Change preview = rig.gateway.preview(own);
    ChangeSubmission named = new ChangeSubmission(Optional.of(preview.id()), own.kind(), own.agentGroup(), own.after(),
        own.reason(), own.requestedBy(), own.origin());
    judge.clicks(preview, preview.card().hash(), GatewayRig.ALICE.name());
    Change done = rig.gateway.submitApproved(named, preview.card().hash(),
        Optional.of(preview.agentGroup().map(AgentGroupId::value).orElse("control-plane")));
    shown.add(done);
    return done;
  }

  /// Where nothing has happened since, undoing gives back the same registry, to the letter.
  private void undo() {
    Optional<HistoryJudge.Step> newest = judge.newest();
    if (newest.isEmpty()) {
      return;
    }
    ChangeSubmission back = rig.gateway.undoOf(newest.get().change(), GatewayRig.ALICE);
    Change done = ownAct(back);
    if (done.state() == ChangeState.REJECTED && isGone(done)) {
      return;
    }
    assertThat(done.state()).as("undoing %s: %s", newest.get().change(), done.decision())
        .isIn(ChangeState.APPLIED, ChangeState.APPROVED);
    if (done.state() == ChangeState.APPLIED) {
      assertThat(RegistryText.of(rig.registry)).as("undone %s", newest.get().change())
          .isEqualTo(newest.get().before());
    }
  }

  /// A folder that is away, or a rule about an agent that is retired, can't be put back.
  private boolean isGone(Change undo) {
    return switch (undo.kind()) {
      case MOUNTS -> !folders.areThere();
      case POLICY -> undo.after().toString().contains(GatewayRig.AGENT.value())
          && rig.registry.agentGroup(GatewayRig.AGENT).isEmpty();
      default -> false;
    };
  }

  private void revoke() {
    List<Grant> grants = rig.gateway.grants(1);
    if (!grants.isEmpty()) {
      Grant grant = grants.get(random.nextInt(grants.size()));
      rig.gateway.revoke(grant.id(), GatewayRig.BOB);
      assertThat(rig.grants.list(0)).noneMatch(now -> now.id().equals(grant.id()));
    }
  }

  private void panicOrNot() {
    if (rig.brake.isOn()) {
      rig.brake = Brake.loose();
      comeBack();
    } else if (random.nextInt(3) == 0) {
      rig.brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty()));
    }
  }

  private void comeBack() {
    rig.restart(GatewaySettings.DEFAULT);
    if (random.nextInt(4) == 0) {
      rig.ledger.fuse.blowAt(1 + random.nextInt(15));
      try {
        rig.gateway.resume();
      } catch (Fuse.Crash _) {
        crashes++;
        rig.restart(GatewaySettings.DEFAULT);
      }
      rig.ledger.fuse.mend();
    }
    rig.gateway.resume();
  }
}
