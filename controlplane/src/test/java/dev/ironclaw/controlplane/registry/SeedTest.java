package dev.ironclaw.controlplane.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeedTest {
  private static final AgentGroupId MOCK = new AgentGroupId("mock-agent");
  private static final AgentGroupId DEV = new AgentGroupId("dev-agent");
  private static final UserId OWNER = new UserId("cli:dev");

  @TempDir
  Path folder;
  private StateFolder files;

  @BeforeEach
  void open() {
    files = new StateFolder(folder, new FakeClock());
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void plantsAnOwnerTwoAgentsAndAPlaceAndRecordsIt() {
    Seed.dev(files.registry, files.audit);
    assertThat(files.registry.access(OWNER, MOCK).reason()).isEqualTo("owner");
    assertThat(files.registry.agentGroup(MOCK).orElseThrow().enabledTools()).containsExactly("list_dir", "read_file",
        "read_persona", "request_capability_change", "send_message");
    assertThat(files.registry.agentGroup(DEV).orElseThrow().enabledTools()).doesNotContain("write_file");
    MessagingGroup place = files.registry.messagingGroup("cli", "dev-dm", "").orElseThrow();
    assertThat(files.registry.wirings(place.id())).extracting(Wiring::agentGroup).containsExactly(DEV);
    assertThat(files.audit.newest(10)).extracting(entry -> entry.event().kind()).containsExactly("seed", "seed",
        "seed");
  }

  @Test
  void changesNothingTheSecondTime() {
    Seed.dev(files.registry, files.audit);
    AgentGroup mine = new AgentGroup(MOCK, 2, "Mine", "mock-agent", "mock", "mock-1", BoxConfig.Persona.EMPTY,
        List.of());
    files.state.write(connection -> files.registry.replaceAgentGroup(connection, mine));
    files.state.write(
        connection -> files.registry.removeRole(connection, new RoleGrant(OWNER, Role.OWNER, Optional.empty())));

    Seed.dev(files.registry, files.audit);

    assertThat(files.registry.agentGroup(MOCK)).contains(mine);
    assertThat(files.registry.access(OWNER, MOCK).allowed()).isFalse();
    assertThat(files.audit.newest(10)).hasSize(3);
  }
}
