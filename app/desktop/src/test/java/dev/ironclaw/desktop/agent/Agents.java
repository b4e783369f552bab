package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AgentView.PersonaView;
import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.CardView.DifferenceView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.ConfigView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.contract.api.MessagingGroupView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.contract.api.RoleView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.contract.api.UserView;
import dev.ironclaw.contract.api.WiringView;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.FakeControlPlane;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Agents and what they are made of, as the control plane answers.
public final class Agents {
  private Agents() {}

  static AgentView researcher() {
    return new AgentView("researcher", 7, "Researcher", "researcher", "mock", "mock-1", new PersonaView(
        "You are a researcher. You take a question apart, find out what can be known, and report it with its sources.",
        "Curious, sceptical and fair. A claim without a source is a guess, and you call it one.",
        "- Begin with what the question is and what would answer it.\n- Name the source of each finding.\n"
            + "- End with the answer in two or three sentences, how sure you are, and what would change it."),
        List.of("list_dir", "read_file", "request_capability_change", "send_message", "write_file"), 3,
        Optional.of(new AgentView.FallbackView("anthropic", "claude-haiku-4-5")));
  }

  static AgentView helper() {
    return new AgentView("house-keeper", 2, "House keeper", "house-keeper", "mock", "mock-1",
        new PersonaView("You look after the house.", "", ""), List.of("read_file"), 1);
  }

  static AgentView echo() {
    return new AgentView("echo", 1, "Echo", "echo", "mock", "mock-1", new PersonaView("", "", ""), List.of(), 0);
  }

  public static AgentView assistant() {
    return new AgentView("helper", 1, "Helper", "helper", "mock", "mock-1", new PersonaView("", "", ""), List.of(), 0);
  }

  static List<ToolView> tools() {
    return List.of(tool("send_message", "Send messages", "Messaging", true,
        "whatever it writes, to every place that it may reach",
        "send messages of its own accord, not only the one answer to each message, to every place that it may reach",
        "amber"),
        tool("read_file", "Read files", "Workspace files", false, "nothing by itself; what it reads goes to its model",
            "read files in its workspace (/workspace), which every conversation of this agent shares", "amber"),
        tool("list_dir", "List files", "Workspace files", false, "nothing by itself; what it lists goes to its model",
            "list the files in its workspace (/workspace), which every conversation of this agent shares; this opens "
                + "all of it for reading",
            "amber"),
        tool("write_file", "Write files", "Workspace files", false, "nothing; it writes to its own workspace",
            "write and change files in its workspace (/workspace), which every conversation of this agent shares",
            "red"),
        tool("request_capability_change", "Ask for changes", "Control", false,
            "a request with its reason, to you; nothing changes until you approve it",
            "ask for changes of its own powers; a human decides each one", "amber"),
        new ToolView("web_search", "Search the web", "search the web", "Web and APIs", true,
            "what it searches for, to the search engine", "red", false, false));
  }

  private static ToolView tool(String name, String title, String category, boolean egress, String lets,
      String description, String risk) {
    return new ToolView(name, title, description, category, egress, lets, risk, true, false);
  }

  static List<TemplateView> templates() {
    return List.of(
        new TemplateView("blank", "Blank",
            "No tools and no persona: it answers, and that is all. You add the rest.", new PersonaView("", "", ""),
            List.of(), List.of()),
        new TemplateView("assistant", "Assistant",
            "Helps with daily work: answers, keeps notes and files in its workspace.",
            new PersonaView(
                "You are a personal assistant. You work for the people who talk to you here, and for nobody "
                    + "else.",
                "Friendly, brief and exact. Admit mistakes at once.",
                "- Answer first, explain after, and only as far as it helps.\n- Before you write over a file, read it."),
            List.of("list_dir", "read_file", "request_capability_change", "send_message", "write_file"),
            List.of("send_file")),
        new TemplateView("researcher", "Researcher",
            "Digs into a question and writes down what it found, with sources.", researcher().personaDocs(),
            researcher().enabledTools(), List.of("web_search")),
        new TemplateView("triage", "Triage", "Sorts what comes in: what is urgent, what can wait, what is noise.",
            new PersonaView("You sort what comes in.", "", ""), List.of("read_file", "send_message"), List.of()));
  }

  static List<PersonaSectionView> sections() {
    return List.of(
        new PersonaSectionView("identity", "Identity", "IDENTITY.md", "You are …",
            "Who it is: its name, its role, whom it works for.", 2_048),
        new PersonaSectionView("soul", "Soul", "SOUL.md", "Calm, brief, honest about what you do not know.",
            "Its manner and values: how it speaks and what it holds to.", 2_048),
        new PersonaSectionView("instructions", "Instructions", "AGENTS.md", "When somebody asks …, do …",
            "What it does and how: its tasks, its rules, what to do when unsure.", 2_048));
  }

  /// What the forms load.
  public static void catalog(FakeControlPlane controlPlane, AgentView... agents) {
    controlPlane.answer("GET /v1/ui/tools", tools());
    controlPlane.answer("GET /v1/ui/templates", templates());
    controlPlane.answer("GET /v1/ui/persona-sections", sections());
    controlPlane.answer("GET /v1/ui/models", List.of(new ModelChoiceView("mock", Optional.of("mock-1"))));
    controlPlane.answer("GET /v1/ui/agents", List.of(agents));
    controlPlane.answer("GET /v1/ui/sessions", List.of(session("sess_1", "researcher", "running"),
        session("sess_2", "house-keeper", "parked")));
  }

  private static SessionView session(String id, String agent, String status) {
    return new SessionView(id, agent, Optional.empty(), Optional.empty(), Optional.empty(), status,
        "2026-11-21T09:00:00Z", "2026-11-21T09:55:00Z", Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// What the page of the researcher loads.
  static void page(FakeControlPlane controlPlane) {
    catalog(controlPlane, researcher(), helper(), echo());
    controlPlane.answer("GET /v1/ui/config/researcher", new ConfigView(researcher(), List.of(
        applied(Changes.amber("chg_000012"), "2026-11-21T08:10:00Z"),
        applied(Changes.green("chg_000007"), "2026-11-19T15:00:00Z"))));
    controlPlane.answer("GET /v1/usage/budgets?agent=researcher",
        List.of(new BudgetView("researcher", "Researcher", List.of(
            new BudgetView.LimitView("tokensPerDay", Optional.empty(), Optional.empty(), Optional.empty(), 301_500, 0,
                "2026-11-21"),
            new BudgetView.LimitView("centsPerDay", Optional.empty(), Optional.of(160L), Optional.of(200L), 112, 25,
                "2026-11-21"),
            new BudgetView.LimitView("centsPerMonth", Optional.empty(), Optional.empty(), Optional.empty(), 940, 25,
                "2026-11")))));
    controlPlane.answer("GET /v1/grants?ended=0", List.of(Changes.grant("gr_1", "read_file")));
    controlPlane.answer("GET /v1/registry/users", List.of(new UserView("webchat:local", "local", "You")));
    controlPlane.answer("GET /v1/registry/messaging-groups",
        List.of(new MessagingGroupView("mg_1", "webchat", "Home", "", false, "strict")));
    controlPlane.answer("GET /v1/registry/wirings", List.of(
        new WiringView("w_1", "mg_1", "researcher", "mention", "", "known", "drop", "shared", 0)));
    controlPlane.answer("GET /v1/registry/roles", List.of(new RoleView("webchat:local", "owner", Optional.empty())));
    controlPlane.answer("GET /v1/registry/members", List.of());
    controlPlane.answer("GET /v1/registry/destinations", List.of());
  }

  private static ChangeView applied(ChangeView change, String at) {
    return with(change, "applied",
        Optional.of(new DecisionView("approve", "local", at, Optional.empty(), Optional.empty())), change.card());
  }

  private static ChangeView with(ChangeView change, String state, Optional<DecisionView> decision, CardView card) {
    return new ChangeView(change.id(), change.kind(), change.agentGroupId(), change.agentGroupName(),
        change.requestedBy(), change.reason(), change.sessionId(), change.createdAt(), change.expiresAt(), state,
        decision, change.error(), change.before(), change.after(), card, card.hash(), List.of(), change.approvals(),
        change.stepUp(), List.of());
  }

  /// The card of a new agent.
  public static ChangeView making(String id, String agent, String name) {
    return draft(id, "create_agent", agent, name, Map.of("name", name, "id", agent), new CardView(
        "Make the agent " + name + " (" + agent + ")", "red",
        List.of("talk with you in the app's own chat, with the model mock-1 of mock",
            "write_file: write and change files in its workspace (/workspace)",
            "send_message: send messages of its own accord, to every place that it may reach"),
        List.of(),
        List.of(new DifferenceView("IDENTITY.md", "", "You are a personal assistant. You work for the people who talk "
            + "to you here, and for nobody else.")),
        Optional.empty(), "operator:local", Optional.empty(), "a".repeat(64)));
  }

  /// The card of other instructions.
  static ChangeView rewriting(String id) {
    return draft(id, "persona", "researcher", "Researcher", Map.of("instructions", "- Be brief."), new CardView(
        "Change who Researcher is", "amber", List.of("follow the instructions below from its next message on"),
        List.of(), List.of(new DifferenceView("AGENTS.md", "- Name the source of each finding.",
            "- Name the source of each finding.\n- Be brief.")),
        Optional.empty(), "operator:local", Optional.empty(), "b".repeat(64)));
  }

  /// The card of fewer tools.
  static ChangeView disarming(String id) {
    return draft(id, "enabled_tools", "researcher", "Researcher", Map.of("enabledTools", List.of("read_file")),
        new CardView("Take write_file from Researcher", "green", List.of(),
            List.of("write_file: write and change files in its workspace; it can still read them"), List.of(),
            Optional.empty(), "operator:local", Optional.empty(), "c".repeat(64)));
  }

  static ChangeView rehashed(ChangeView draft, String hash) {
    CardView card = draft.card();
    return with(draft, draft.state(), draft.decision(), new CardView(card.title(), card.risk(), card.gains(),
        card.loses(), card.differences(), card.quotedReason(), card.requestedBy(), card.origin(), hash));
  }

  private static ChangeView draft(String id, String kind, String agent, String name, Object after, CardView card) {
    return new ChangeView(id, kind, agent, Optional.of(name), "operator:local", Optional.empty(), Optional.empty(),
        "2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z", "pending", Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.of(after), card, card.hash(), List.of(), Optional.empty(), Optional.empty(),
        List.of());
  }
}
