package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;

/// The one list of kinds.
final class Kinds {
  private Kinds() {}

  static Kind<?> of(ChangeKind kind) {
    return switch (kind) {
      case PERSONA -> new PersonaKind();
      case ENABLED_TOOLS -> new EnabledToolsKind();
      case MODEL -> new ModelKind();
      case WIRING -> new WiringKind();
      case PERMISSIONS -> new PermissionsKind();
      case MOUNTS -> new MountsKind();
      case CREATE_AGENT -> new CreateAgentKind();
      case PACKAGES -> new PackagesKind();
      case MCP_ACCESS -> new McpAccessKind();
      case MCP_REGISTER -> new McpRegisterKind();
      case SKILL_INSTALL -> new SkillInstallKind();
      case BUDGET -> new BudgetKind();
      case SCHEDULE -> new ScheduleKind();
      case POLICY -> new PolicyKind();
      case COMMAND -> new CommandKind();
      case JOB -> new JobKind();
    };
  }
}
