package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.Wiring.EngageMode;
import dev.ironclaw.controlplane.registry.Wiring.IgnoredMessagePolicy;
import dev.ironclaw.controlplane.registry.Wiring.SenderScope;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What `--dev` puts into an empty registry, so that a first message needs no setup.
public final class Seed {
  private static final UserId OWNER = new UserId("cli:dev");
  private static final AgentGroupId DEV_AGENT = new AgentGroupId("dev-agent");
  /// Everything but writing: the first change that a newcomer sees is the grant of `write_file`.
  private static final List<String> TOOLS = List.of(ToolName.LIST_DIR, ToolName.READ_FILE, ToolName.READ_PERSONA,
      ToolName.REQUEST_CAPABILITY_CHANGE, ToolName.SEND_MESSAGE);

  private Seed() {}

  /// Adds the owner `cli:dev`, the agents `dev-agent` and `mock-agent` and the place `cli/dev-dm`, each only where it
  /// is missing, all in one audited transaction. An agent that is there is left as it is; where it is there, its owner
  /// and wiring are too, so that what an operator took away does not come back with a restart.
  public static void dev(Registry registry, AuditLog audit) {
    boolean complete = registry.agentGroup(DEV_AGENT).isPresent()
        && registry.agentGroup(new AgentGroupId("mock-agent")).isPresent();
    if (!complete) {
      audit.write(transaction -> {
        plant(registry, transaction);
        return true;
      });
    }
  }

  private static void plant(Registry registry, AuditLog.Transaction transaction) throws SQLException {
    var connection = transaction.connection();
    boolean first = create(registry, transaction,
        new AgentGroup(DEV_AGENT, 1, "Dev agent", "dev-agent", "mock", "mock-1",
            new BoxConfig.Persona("You are the dev agent of this IronClaw.",
                "Calm, brief, honest about what you cannot do.",
                "Answer what you are asked. When you lack a tool, ask for it and say why."),
            TOOLS));
    create(registry, transaction,
        new AgentGroup(new AgentGroupId("mock-agent"), 1, "Mock agent", "mock-agent", "mock", "mock-1",
            new BoxConfig.Persona("You are the mock agent: your model runs on this machine and repeats what it hears.",
                "Predictable.", "Answer with what the mock model says."),
            TOOLS));
    if (first) {
      registry.putUser(connection, new User(OWNER, "cli", "Developer"));
      registry.putRole(connection, new RoleGrant(OWNER, Role.OWNER, Optional.empty()));
      MessagingGroup place = registry.resolveMessagingGroup(connection, "cli", "dev-dm", "", false);
      registry.putWiring(connection, new Wiring(new WiringId("wr_dev"), place.id(), DEV_AGENT, EngageMode.PATTERN, ".",
          SenderScope.ALL, IgnoredMessagePolicy.DROP, SessionMode.SHARED, 0));
      transaction.audit(new AuditEvent("system", OWNER.value(), "seed", "system",
          "--dev: " + OWNER + " is owner; cli/dev-dm reaches " + DEV_AGENT));
    }
  }

  private static boolean create(Registry registry, AuditLog.Transaction transaction, AgentGroup group)
      throws SQLException {
    boolean created = registry.createAgentGroup(transaction.connection(), group);
    if (created) {
      transaction
          .audit(new AuditEvent("system", group.id().value(), "seed", "system", "--dev: agent group created with "
              + String.join(", ", group.enabledTools())));
    }
    return created;
  }
}
