package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.registry.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Random lives of many changes, with crashes anywhere, against a model so simple that it can be read: the agent's tools
/// are those of the change that was applied last, and no change moves once it is over. `-Dironclaw.model.steps` and
/// `-Dironclaw.model.seed` make it longer or repeat one.
class GatewayModelTest {
  private static final int STEPS = Integer.getInteger("ironclaw.model.steps", 150);
  private static final List<String> SEEDED = List.of("list_dir", "read_file");
  private static final long SEED = Long.getLong("ironclaw.model.seed", 20_261_120L);

  @TempDir
  Path folder;

  @Test
  void randomLivesWithCrashesFollowTheModel() throws IOException {
    for (long seed = SEED; seed < SEED + 2; seed++) {
      try (GatewayRig rig = new GatewayRig(Files.createDirectory(folder.resolve("seed" + seed)))) {
        new Life(rig, seed).run(STEPS);
      }
    }
  }

  private static final class Life {
    private final GatewayRig rig;
    private final long seed;
    private final Random random;
    private final List<Change> shown = new ArrayList<>();
    private final Map<ChangeId, ChangeState> over = new HashMap<>();
    private final Set<ChangeId> approvals = new HashSet<>();
    private final Set<ChangeId> accepted = new HashSet<>();
    private int submitted;

    Life(GatewayRig rig, long seed) {
      this.rig = rig;
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        if (random.nextInt(3) == 0) {
          rig.ledger.fuse.blowAt(1 + random.nextInt(25));
        }
        try {
          act();
        } catch (IronclawException _) {
          // Refused: the model does not move.
        } catch (Fuse.Crash _) {
          comeBack();
        }
        rig.ledger.fuse.mend();
        check("seed " + seed + " step " + step);
      }
      assertThat(over.values()).as("seed %d", seed).contains(ChangeState.APPLIED, ChangeState.REJECTED,
          ChangeState.EXPIRED);
    }

    private void act() {
      switch (random.nextInt(7)) {
        case 0, 1 -> submit(++submitted);
        case 2 -> submit(1 + random.nextInt(submitted + 1));
        case 3, 4 -> decide(true);
        case 5 -> decide(false);
        default -> rig.time.advance(Duration.ofMinutes(random.nextInt(400)));
      }
    }

    private void submit(int number) {
      Random payload = new Random(number);
      Set<String> tools = new TreeSet<>();
      ToolName.ALL.stream().filter(tool -> payload.nextBoolean()).forEach(tools::add);
      String after = "[" + String.join(",", tools.stream().map(tool -> "\"" + tool + "\"").toList()) + "]";
      shown.add(rig.gateway.submit(rig.request(Optional.of(GatewayRig.id(number)), "enabled_tools", after)));
    }

    /// By whoever: an operator, sometimes with an old card, and sometimes the agent itself.
    private void decide(boolean approve) {
      if (shown.isEmpty()) {
        return;
      }
      Change change = shown.get(random.nextInt(shown.size()));
      String hash = random.nextInt(4) == 0
          ? change.card().hash()
          : rig.gateway.find(change.id()).orElseThrow().card().hash();
      boolean cheats = random.nextInt(8) == 0;
      Principal by = cheats ? new Principal.Agent(rig.session.id()) : GatewayRig.ALICE;
      if (approve && !cheats) {
        approvals.add(change.id());
      }
      rig.gateway.decide(change.id(), approve, hash, Optional.empty(), by);
      assertThat(cheats).as("the agent decided").isFalse();
      accepted.add(change.id());
    }

    private void comeBack() {
      rig.restart();
      if (random.nextInt(4) == 0) {
        rig.ledger.fuse.blowAt(1 + random.nextInt(10));
        try {
          rig.gateway.resume();
        } catch (Fuse.Crash _) {
          rig.restart();
        }
        rig.ledger.fuse.mend();
      }
      rig.gateway.resume();
    }

    private void check(String when) {
      List<Change> decided = rig.gateway.history(10_000);
      for (Change change : decided) {
        assertThat(change.state()).as(when).isNotEqualTo(ChangeState.APPROVED);
        assertThat(over.merge(change.id(), change.state(), (before, now) -> before)).as(when)
            .isEqualTo(change.state());
        checkEntries(when, change);
        assertThat(rig.told.stream().filter(told -> told.id().equals(change.id()))).as(when).isNotEmpty()
            .allSatisfy(told -> assertThat(told.state()).isEqualTo(change.state()));
      }
      accepted.forEach(id -> assertThat(over).as(when).containsKey(id));
      assertThat(over).as(when).hasSize(decided.size());
      checkAgent(when, decided);
    }

    private void checkEntries(String when, Change change) {
      List<AuditEvent> entries = entries(change.id());
      long applied = entries.stream().filter(event -> event.detail().startsWith("applied")).count();
      long decisions = entries.stream().filter(event -> event.stage().equals("decision"))
          .filter(event -> !event.detail().startsWith("refused")).count();
      assertThat(applied).as(when).isEqualTo(change.state() == ChangeState.APPLIED ? 1 : 0);
      if (change.state() == ChangeState.APPLIED) {
        assertThat(approvals).as(when).contains(change.id());
        assertThat(change.decision().orElseThrow().decidedBy()).isEqualTo("operator:alice");
        assertThat(decisions).as(when).isEqualTo(1);
      }
    }

    private void checkAgent(String when, List<Change> decided) {
      List<String> order = rig.ledger.entries.stream().filter(event -> event.detail().startsWith("applied"))
          .map(AuditEvent::subject).toList();
      assertThat(rig.agent().revision()).as(when).isEqualTo(1 + order.size());
      if (!order.isEmpty()) {
        Change last = decided.stream().filter(change -> change.id().value().equals(order.getLast())).findFirst()
            .orElseThrow();
        assertThat(rig.agent().enabledTools()).as(when).isEqualTo(
            last.after().get("tools").values().stream().map(JsonNode::stringValue).toList());
      }
      Set<String> given = new TreeSet<>(rig.agent().enabledTools());
      rig.grants.list(0).forEach(grant -> assertThat(given.remove(grant.item().key())).as(when).isTrue());
      assertThat(SEEDED).as(when).containsAll(given);
      assertThat(rig.effects.size()).as(when).isGreaterThanOrEqualTo(order.size());
    }

    private List<AuditEvent> entries(ChangeId id) {
      return rig.ledger.entries.stream().filter(event -> event.subject().equals(id.value())).toList();
    }
  }
}
