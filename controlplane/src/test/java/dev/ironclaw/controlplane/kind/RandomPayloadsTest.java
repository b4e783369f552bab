package dev.ironclaw.controlplane.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random histories of changes: each reads back as itself, shows one card, and is undone exactly.
class RandomPayloadsTest {
  private static final long SEED = 20_261_121;
  private static final int STEPS = 160;
  private static final List<String> PEOPLE = List.of("cli:olga", "cli:max", "cli:eve");
  private static final List<String> ROOMS = List.of("room", "hall", "attic");

  @TempDir
  Path folder;
  private final Random random = new Random(SEED);

  @Test
  void everyChangeReadsBackShowsOneCardAndIsUndoneExactly() {
    Set<ChangeKind> tried = EnumSet.noneOf(ChangeKind.class);
    try (KindRig rig = new KindRig(folder)) {
      for (int step = 0; step < STEPS; step++) {
        ChangeKind kind = pick(List.of(ChangeKind.PERSONA, ChangeKind.ENABLED_TOOLS, ChangeKind.MODEL,
            ChangeKind.WIRING, ChangeKind.PERMISSIONS, ChangeKind.MOUNTS, ChangeKind.BUDGET, ChangeKind.CREATE_AGENT));
        List<AgentGroupId> agents = new ArrayList<>(rig.registry.snapshot().agentGroups().keySet());
        boolean creates = kind == ChangeKind.CREATE_AGENT && (agents.size() < 3 || random.nextBoolean());
        boolean global = creates || agents.isEmpty() || (kind == ChangeKind.PERMISSIONS && random.nextInt(3) == 0);
        Optional<AgentGroupId> agent = global ? Optional.empty() : Optional.of(pick(agents));
        if (agent.isEmpty() && !creates && kind != ChangeKind.PERMISSIONS) {
          continue;
        }
        String after = payload(kind, global, creates);
        Asked<?> asked = rig.ask(kind, agent, after);
        assertThat(rig.ask(kind, agent, asked.payload().toString()).payload()).as(after).isEqualTo(asked.payload());
        assertThat(rig.ask(kind, agent, after).card()).as(after).isEqualTo(asked.card());
        if (VerifierChain.standard().verify(asked).isEmpty()) {
          tried.add(kind);
          Optional<AgentGroupId> afterwards = kind != ChangeKind.CREATE_AGENT
              ? agent
              : creates ? asked.subject() : Optional.empty();
          rig.undoesExactly(kind, agent, afterwards, after);
          if (random.nextInt(4) != 0) {
            rig.applied(kind, agent, after);
          }
        }
      }
    }
    assertThat(tried).as("kinds that were applied at least once, seed %s", SEED).hasSize(8);
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String payload(ChangeKind kind, boolean global, boolean creates) {
    return switch (kind) {
      case PERSONA -> "{\"" + pick(List.of("soul", "identity", "persona")) + "\":\"text " + random.nextInt(9) + "\"}";
      case ENABLED_TOOLS -> pick(List.of("[]", "[\"read_file\"]", "{\"add\":[\"write_file\"]}",
          "{\"tools\":[\"list_dir\",\"send_message\"]}"));
      case MODEL ->
        "{\"provider\":\"" + pick(List.of("mock", "other")) + "\",\"model\":\"m" + random.nextInt(3) + "\"}";
      case WIRING -> random.nextInt(4) == 0
          ? "{\"remove\":\"wr_" + random.nextInt(4) + "\"" + policy() + "}"
          : "{\"put\":" + wiring() + "}";
      case PERMISSIONS -> permissions(global);
      case MOUNTS -> pick(List.of("[]", mounts(), "{\"add\":" + mounts() + "}"));
      case BUDGET -> pick(List.of("{}", "{\"centsPerDay\":{\"hard\":" + random.nextInt(3) + "}}",
          "{\"tokensPerMonth\":{\"soft\":" + random.nextInt(3) + "}}"));
      case CREATE_AGENT -> creates ? agent() : "{\"remove\":true}";
      case PACKAGES, MCP_ACCESS, MCP_REGISTER, SKILL_INSTALL, SCHEDULE, POLICY, COMMAND, JOB ->
        throw new IllegalStateException("has no effect, or a test of its own");
    };
  }

  private String mounts() {
    return "[{\"source\":\"/mounts/" + pick(ROOMS) + "\",\"writable\":" + random.nextBoolean() + "}]";
  }

  private String policy() {
    return pick(List.of("", ",\"unknownSenderPolicy\":\"strict\"", ",\"unknownSenderPolicy\":\"public\"",
        ",\"unknownSenderPolicy\":\"request_approval\""));
  }

  private String wiring() {
    String id = random.nextBoolean() ? "" : "\"id\":\"wr_" + random.nextInt(4) + "\",";
    return "{" + id + "\"channelType\":\"webchat\",\"platformId\":\"" + pick(ROOMS) + "\",\"priority\":"
        + random.nextInt(3) + policy() + "}";
  }

  private String permissions(boolean global) {
    String person = pick(PEOPLE);
    String item = switch (random.nextInt(global ? 3 : 4)) {
      case 0 -> "{\"role\":\"admin\",\"user\":\"" + person + "\"}";
      case 1 -> "{\"user\":{\"id\":\"" + person + "\",\"displayName\":\"P " + random.nextInt(3) + "\"}}";
      case 2 -> global ? "{\"role\":\"owner\",\"user\":\"" + person + "\"}" : "{\"member\":\"" + person + "\"}";
      default -> "{\"destination\":{\"channelType\":\"webchat\",\"platformId\":\"" + pick(ROOMS) + "\"}}";
    };
    return "{\"" + pick(List.of("grant", "revoke")) + "\":[" + item + "]}";
  }

  private String agent() {
    return "{\"name\":\"Agent " + random.nextInt(4) + "\",\"members\":[\"" + pick(PEOPLE) + "\"],\"mounts\":"
        + pick(List.of("[]", mounts())) + ",\"wirings\":[" + wiring() + "],\"enabledTools\":[\"read_file\"]}";
  }
}
