package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.grant.Grant;
import dev.ironclaw.controlplane.grant.GrantItem;
import dev.ironclaw.controlplane.grant.GrantScope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The agent uses a counted tool, and counts with.
final class HistoryUses {
  private static final GrantItem SEND = new GrantItem(GrantItem.Type.TOOL, ToolName.SEND_MESSAGE);

  private final GatewayRig rig;
  private final Map<String, Set<String>> paid = new HashMap<>();
  private final Set<String> tried = new HashSet<>();
  private final Map<String, Integer> most = new HashMap<>();
  private int rows;

  HistoryUses(GatewayRig rig) {
    this.rig = rig;
  }

  void use(Random random) {
    SessionId session = (random.nextInt(3) == 0 ? rig.other : rig.session).id();
    MessageId row = new MessageId("out_" + (random.nextInt(3) == 0 ? 1 + random.nextInt(1 + rows) : ++rows));
    Optional<Grant> grant = rig.grants.list(0).stream().filter(now -> now.item().equals(SEND)
        && now.agentGroup().equals(Optional.of(GatewayRig.AGENT))).findFirst();
    boolean held = rig.registry.agentGroup(GatewayRig.AGENT)
        .filter(agent -> agent.enabledTools().contains(ToolName.SEND_MESSAGE)).isPresent();
    String use = session + "/" + row;
    // Noted first: a crash may come after it was paid, and then it is paid.
    boolean old = !tried.add(use);
    grant.ifPresent(now -> {
      now.scope().uses().ifPresent(left -> most.putIfAbsent(now.id(), left));
      paid.computeIfAbsent(now.id(), _ -> new HashSet<>());
    });
    boolean used = rig.grants.use(GatewayRig.AGENT, session, ToolName.SEND_MESSAGE, row,
        agent -> {
          rig.beforeEffect.run();
          rig.effects.add(agent);
        });
    assertThat(rig.brake.isOn()).as("used in a panic").isFalse();
    if (!used) {
      return;
    }
    assertThat(held || old).as("used %s without holding it", use).isTrue();
    grant.filter(_ -> held).ifPresent(now -> within(now, session, use, old));
  }

  private void within(Grant grant, SessionId session, String use, boolean old) {
    GrantScope scope = grant.scope();
    if (old) {
      return;
    }
    assertThat(scope.until().filter(until -> !rig.time.instant().isBefore(until))).as("used too late").isEmpty();
    assertThat(scope.session().filter(only -> !only.equals(session))).as("used elsewhere").isEmpty();
    Set<String> uses = paid.computeIfAbsent(grant.id(), _ -> new HashSet<>());
    uses.add(use);
    if (most.containsKey(grant.id())) {
      assertThat(uses.size()).as("uses of %s", grant.id()).isLessThanOrEqualTo(most.get(grant.id()));
    }
  }
}
