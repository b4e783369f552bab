package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.AccessView;
import dev.ironclaw.contract.api.ActivityView;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.ConfigChangeBody;
import dev.ironclaw.contract.api.ConfigView;
import dev.ironclaw.contract.api.OnboardView;
import dev.ironclaw.contract.api.LocalServerView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.ProviderBody;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.contract.api.ProviderView;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.contract.api.BudgetAnswerBody;
import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.ChannelView;
import dev.ironclaw.contract.api.UsageView;
import dev.ironclaw.contract.api.PlaceView;
import dev.ironclaw.contract.api.RegistryChanges;
import dev.ironclaw.contract.api.RegistryPreview;
import dev.ironclaw.contract.api.DestinationBody;
import dev.ironclaw.contract.api.DestinationView;
import dev.ironclaw.contract.api.MemberBody;
import dev.ironclaw.contract.api.MemberView;
import dev.ironclaw.contract.api.RoleBody;
import dev.ironclaw.contract.api.RoleView;
import dev.ironclaw.contract.api.UserBody;
import dev.ironclaw.contract.api.VaultAddBody;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.contract.api.VaultPolicyView;
import dev.ironclaw.contract.api.VaultRotateBody;
import dev.ironclaw.contract.api.WiringBody;
import dev.ironclaw.contract.api.MessagingGroupBody;
import dev.ironclaw.contract.api.RemoveBody;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.AuditProofView;
import dev.ironclaw.contract.api.AuditRotated;
import dev.ironclaw.contract.api.GrantRevoked;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.contract.api.UndoBody;
import dev.ironclaw.contract.api.BackupBody;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.contract.api.DestinationCheckView;
import dev.ironclaw.contract.api.HealthView;
import dev.ironclaw.contract.api.KeyMoveBody;
import dev.ironclaw.contract.api.Erased;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.RetiredView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.contract.api.MessagingGroupView;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.api.PanicResult;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.contract.api.ImageBuildBody;
import dev.ironclaw.contract.api.ImageVerifyView;
import dev.ironclaw.contract.api.ImageView;
import dev.ironclaw.contract.api.InboxView;
import dev.ironclaw.contract.api.NoteBody;
import dev.ironclaw.contract.api.NoteRemoved;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.contract.api.QuestionAnswerBody;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.contract.api.ScheduleRunView;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.contract.api.ReadyView;
import dev.ironclaw.contract.api.ResumeResult;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.StepUpBody;
import dev.ironclaw.contract.api.StepUpEnrolled;
import dev.ironclaw.contract.api.StepUpView;
import dev.ironclaw.contract.api.StopResult;
import dev.ironclaw.contract.api.TerminateResult;
import dev.ironclaw.contract.api.TimelineView;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.contract.api.UserView;
import dev.ironclaw.contract.api.WiringView;
import dev.ironclaw.contract.api.JobCancelled;
import dev.ironclaw.contract.api.JobCreateBody;
import dev.ironclaw.contract.api.JobEventsView;
import dev.ironclaw.contract.api.JobFileContent;
import dev.ironclaw.contract.api.JobFilesView;
import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.CommandBody;
import dev.ironclaw.contract.api.CommandView;
import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.api.JobPromptBody;
import dev.ironclaw.contract.api.JobPrompted;
import dev.ironclaw.contract.api.JobRemoved;
import dev.ironclaw.contract.api.JobRestarted;
import dev.ironclaw.contract.api.JobReviewBody;
import dev.ironclaw.contract.api.JobReviewView;
import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.contract.api.JobView;
import java.util.Map;
import java.util.TreeMap;

/// Every route of the document. To add one: a line here.
final class OpenApiTable {
  private final Map<String, OpenApiOperation> rows = new TreeMap<>();

  OpenApiTable() {
    add("GET /healthz", "Whether the process is up").gives(HealthView.class);
    add("GET /readyz", "Whether anything may take effect").gives(ReadyView.class).gives(503, ReadyView.class);
    add("GET /v1/config", "The settings in force and where each is from").givesListOf(SettingView.class);
    add("GET /v1/status", "The whole in one answer").gives(StatusView.class);
    add("GET /v1/openapi.json", "This document").givesText("application/json");
    add("GET /v1/events", "Live events, resumable by Last-Event-ID or ?after=. Types: change.pending, change.decided, "
        + "change.applied, change.failed, chat.message, chat.partial, sandbox.selftest, image.progress, schedule.changed, schedule.run, session.state, system.panic, audit.appended, resync (load everything anew)")
        .takesText("after").givesText("text/event-stream");
    changes();
    jobs();
    add("POST /v1/sandbox/exec", "Runs a one-off command in a container").takes(CommandBody.class)
        .gives(CommandView.class);
    registry();
    ui();
    add("GET /v1/audit", "Audit entries that fit, oldest first").takesNumber("limit", "before")
        .takesText("from", "to", "agent", "stage", "kind", "subject", "actor", "text")
        .givesListOf(AuditEntryView.class);
    add("GET /v1/audit/export", "All audit entries that fit, oldest first, one line each")
        .takesText("format", "from", "to", "agent", "stage", "kind", "subject", "actor", "text")
        .givesText("application/x-ndjson");
    add("GET /v1/audit/entries/{seq}", "One entry with what proves it").gives(AuditProofView.class);
    add("POST /v1/audit/rotate", "Lets the audit log go on in a new file").gives(AuditRotated.class);
    add("GET /v1/grants", "What agents hold; with ?ended=N also the last that ended").takesNumber("ended")
        .givesListOf(GrantView.class);
    add("GET /v1/questions", "What agents ask people; with ?ended=N also the last that ended").takesNumber("ended")
        .givesListOf(QuestionView.class);
    add("GET /v1/sessions/{id}/attachments/{attachment}", "What is in a file that came with a message")
        .givesText("application/octet-stream");
    add("POST /v1/agents/{id}/inbox", "Lays a file into the workspace of an agent").takesText("name")
        .gives(201, InboxView.class);
    add("GET /v1/agents/{id}/notes", "What an agent remembers").takesText("query").takesNumber("limit")
        .givesListOf(NoteView.class);
    add("GET /v1/agents/{id}/notes/{note}", "One note of an agent").gives(NoteView.class);
    add("PUT /v1/agents/{id}/notes/{note}", "Puts other words in a note").takes(NoteBody.class).gives(NoteView.class);
    add("DELETE /v1/agents/{id}/notes/{note}", "Erases a note").gives(NoteRemoved.class);
    add("POST /v1/questions/{id}/answer", "Answers a question of an agent").takes(QuestionAnswerBody.class)
        .gives(QuestionView.class);
    add("POST /v1/questions/{id}/dismiss", "Ends a question without an answer").gives(QuestionView.class);
    add("GET /v1/schedules", "What agents do by themselves at times; with ?agent=ID one agent's").takesText("agent")
        .givesListOf(ScheduleView.class);
    add("GET /v1/schedules/{id}", "One schedule, with its next time and its last run").gives(ScheduleView.class);
    add("GET /v1/schedules/{id}/runs", "What became of its last times, newest first").takesNumber("limit")
        .givesListOf(ScheduleRunView.class);
    add("POST /v1/schedules/{id}/pause", "Stops it at once").gives(ScheduleView.class);
    add("POST /v1/schedules/{id}/run", "Runs it once now").gives(ScheduleView.class);
    add("POST /v1/grants/{id}/revoke", "Takes a capability away at once").gives(GrantRevoked.class);
    add("GET /v1/retired", "Retired agents whose workspace and conversations are kept").givesListOf(RetiredView.class);
    add("POST /v1/retired/{id}/erase", "Erases them now").gives(Erased.class);
    add("GET /v1/key", "Where the master key lies").gives(MasterKeyView.class);
    add("POST /v1/key/rotate", "Replaces the master key").gives(MasterKeyView.class);
    add("POST /v1/key/rotate-data", "Encrypts everything anew under new data keys").gives(MasterKeyView.class);
    add("POST /v1/key/move", "Puts a new master key elsewhere").takes(KeyMoveBody.class).gives(MasterKeyView.class);
    add("POST /v1/backup", "A sealed backup of the state folder").takes(BackupBody.class)
        .givesText("application/octet-stream");
    add("GET /v1/policy", "The rules of deciding in force").gives(PolicyView.class);
    add("GET /v1/step-up", "The caller's second factor").gives(StepUpView.class);
    add("POST /v1/step-up/enroll", "Makes a secret for one-time codes; shows it this once").takes(StepUpBody.class)
        .gives(201, StepUpEnrolled.class);
    add("POST /v1/step-up/confirm", "Puts the secret that was shown in force, with a first code")
        .takes(StepUpBody.class).gives(StepUpView.class);
    add("POST /v1/step-up/remove", "Takes the second factor away, with a current code").takes(StepUpBody.class)
        .gives(StepUpView.class);
    add("POST /v1/panic", "Freezes every box and holds everything that would go out or take effect")
        .takes(PanicBody.class).gives(PanicResult.class);
    add("POST /v1/resume", "Lets everything go on").gives(ResumeResult.class);
    add("POST /v1/sandbox/selftest", "Runs the escape probes in a real box").gives(SelftestView.class);
    add("GET /v1/images", "The images that jobs run in").givesListOf(ImageView.class);
    add("POST /v1/images/{name}/build", "Begins to build one and bring it into the engine").takes(ImageBuildBody.class)
        .gives(202, ImageView.class);
    add("POST /v1/images/{name}/verify", "Reads one back from the engine, every byte").gives(ImageVerifyView.class);
    add("GET /v1/providers", "Companies and servers that serve models").givesListOf(ProviderView.class);
    add("GET /v1/providers/local/discover", "Model servers on this machine").givesListOf(LocalServerView.class);
    add("POST /v1/providers/{name}", "Connects one, or changes what is set for it").takes(ProviderBody.class)
        .gives(ProviderView.class);
    add("POST /v1/providers/{name}/test", "Calls one once, for nothing").gives(ProviderTestView.class);
    add("POST /v1/providers/{name}/remove", "Forgets what was set for one").gives(ProviderView.class);
    add("GET /v1/vault/credentials", "Credentials of the vault, without their secrets")
        .givesListOf(VaultCredentialView.class);
    add("POST /v1/vault/credentials", "Keeps a credential").takes(VaultAddBody.class).gives(201,
        VaultCredentialView.class);
    add("GET /v1/vault/policy/{agentGroupId}", "Which credentials are used for an agent, and where")
        .gives(VaultPolicyView.class);
    add("POST /v1/vault/credentials/{name}/remove", "Forgets a credential and who may use it").gives(
        VaultCredentialView.class);
    add("POST /v1/vault/credentials/{name}/rotate", "Gives a credential a new secret").takes(VaultRotateBody.class)
        .gives(VaultCredentialView.class);
    add("GET /v1/tokens", "Named tokens, oldest first").givesListOf(TokenView.class);
    add("POST /v1/tokens", "Makes a token; shows its text this once").takes(TokenCreateBody.class).gives(201,
        TokenCreated.class);
    add("POST /v1/tokens/{id}/revoke", "Ends a token and its open streams").gives(TokenView.class);
  }

  Map<String, OpenApiOperation> rows() {
    return rows;
  }

  private void changes() {
    add("POST /v1/changes", "Asks for a change").takes(ChangeSubmitBody.class).gives(202, ChangeAccepted.class);
    add("GET /v1/changes/pending", "Changes that wait for a decision, oldest first").givesListOf(ChangeView.class);
    add("GET /v1/ui/approvals", "As /v1/changes/pending").givesListOf(ChangeView.class);
    add("GET /v1/changes/history", "Decided changes, newest first").takesNumber("limit").takesText("before")
        .givesListOf(ChangeHistoryView.class);
    add("GET /v1/changes/{id}", "One change with its card").gives(ChangeView.class);
    add("POST /v1/changes/preview", "What submitting it would show; stores nothing").takes(ChangeSubmitBody.class)
        .gives(ChangeView.class);
    add("POST /v1/changes/{id}/undo", "Asks for what puts back what an applied change replaced").takes(UndoBody.class)
        .gives(202, ChangeAccepted.class);
    add("POST /v1/changes/{id}/undo/preview", "What undoing it would show").gives(ChangeView.class);
    add("POST /v1/changes/{id}/decision", "Decides a change that was shown; 202 where its effect waits")
        .takes(DecisionBody.class).gives(DecisionResult.class).gives(202, DecisionResult.class);
  }

  private void registry() {
    add("GET /v1/registry/agent-groups", "Agents").givesListOf(AgentView.class);
    add("GET /v1/registry/agent-groups/{id}", "One agent").gives(AgentView.class);
    write("PUT /v1/registry/agent-groups/{id}", "Asks for what makes the agent as the document says")
        .takes(AgentPutBody.class);
    write("DELETE /v1/registry/agent-groups/{id}", "Asks for the agent's end").takes(RemoveBody.class);
    add("GET /v1/registry/messaging-groups", "Places").givesListOf(MessagingGroupView.class);
    add("POST /v1/registry/messaging-groups", "Gets a place, or makes it, wired to nobody")
        .takes(MessagingGroupBody.class).gives(MessagingGroupView.class);
    add("GET /v1/registry/messaging-groups/{id}", "One place").gives(MessagingGroupView.class);
    add("GET /v1/registry/messaging-groups/{id}/wirings", "Its wirings, highest priority first")
        .givesListOf(WiringView.class);
    add("GET /v1/registry/wirings", "Wirings, by agent").takesText("agentGroupId", "messagingGroupId")
        .givesListOf(WiringView.class);
    add("GET /v1/registry/wirings/{id}", "One wiring").gives(WiringView.class);
    write("POST /v1/registry/wirings", "Asks for a wiring").takes(WiringBody.class);
    write("DELETE /v1/registry/wirings/{id}", "Asks for a wiring's end").takes(RemoveBody.class);
    add("GET /v1/registry/users", "Users").givesListOf(UserView.class);
    add("GET /v1/registry/users/{id}", "One user").gives(UserView.class);
    write("PUT /v1/registry/users/{id}", "Asks that a person be registered so").takes(UserBody.class);
    write("DELETE /v1/registry/users/{id}", "Asks that a person be registered no more").takes(RemoveBody.class);
    add("GET /v1/registry/roles", "Roles; over one agent: those over all too").takesText("userId", "agentGroupId")
        .givesListOf(RoleView.class);
    write("POST /v1/registry/roles", "Asks for a role").takes(RoleBody.class);
    write("POST /v1/registry/roles/revoke", "Asks for a role's end").takes(RoleBody.class);
    add("GET /v1/registry/members", "Members").takesText("userId", "agentGroupId").givesListOf(MemberView.class);
    write("POST /v1/registry/members", "Asks that a person may talk to an agent").takes(MemberBody.class);
    write("POST /v1/registry/members/remove", "Asks for the end of that").takes(MemberBody.class);
    add("GET /v1/registry/destinations", "Destinations").takesText("agentGroupId")
        .givesListOf(DestinationView.class);
    write("POST /v1/registry/destinations", "Asks that an agent may write to a place").takes(DestinationBody.class);
    write("POST /v1/registry/destinations/remove", "Asks for the end of that").takes(DestinationBody.class);
    add("GET /v1/registry/sessions", "Conversations").givesListOf(SessionView.class);
    add("GET /v1/registry/sessions/{id}", "One conversation").gives(SessionView.class);
    add("GET /v1/registry/access", "Whether a user may use an agent").needs("userId").needs("agentGroupId")
        .gives(AccessView.class);
    add("GET /v1/registry/destinations/check", "Whether an agent may send somewhere").needs("agentGroupId")
        .needs("channelType").needs("platformId").gives(DestinationCheckView.class);
    for (String method : new String[]{"PUT", "POST", "PATCH", "DELETE"}) {
      add(method + " /v1/registry/<path>", "Always 405: the registry changes through the gateway");
    }
  }

  private OpenApiOperation write(String route, String summary) {
    return add(route, summary).takesText("preview").gives(RegistryPreview.class).gives(202, RegistryChanges.class);
  }

  private void ui() {
    add("GET /v1/ui/audit", "As /v1/audit").takesNumber("limit", "before")
        .takesText("from", "to", "agent", "stage", "kind", "subject", "actor", "text")
        .givesListOf(AuditEntryView.class);
    add("GET /metrics", "Figures as Prometheus reads them").givesText("text/plain");
    add("GET /v1/usage", "What model calls came to").takesText("group", "agent", "from", "to").gives(UsageView.class);
    add("GET /v1/usage/budgets", "How far budgets are used up").takesText("agent").givesListOf(BudgetView.class);
    add("GET /v1/usage/questions", "What people are asked about budgets").takesNumber("ended")
        .givesListOf(BudgetQuestionView.class);
    add("POST /v1/usage/questions/{id}/answer", "Lets an agent go on beyond its soft limit, or stops it")
        .takes(BudgetAnswerBody.class).gives(BudgetQuestionView.class);
    add("GET /v1/ui/activity", "How much happened, hour by hour").takesNumber("hours").gives(ActivityView.class);
    add("GET /v1/ui/agents", "Agents").givesListOf(AgentView.class);
    add("GET /v1/ui/agents/{id}", "One agent").gives(AgentView.class);
    add("POST /v1/ui/chat/send", "Writes to an agent; on disk when answered").takes(ChatSendBody.class).gives(202,
        ChatSendResult.class);
    add("GET /v1/ui/chat/{agentId}/messages", "A page of the conversation")
        .takesText("after", "before", "include", "newest").takesNumber("limit").gives(MessagesView.class);
    add("GET /v1/ui/messaging-groups", "Places, with how many listen").givesListOf(PlaceView.class);
    add("GET /v1/ui/channels/{id}", "One place with who listens there").gives(ChannelView.class);
    add("GET /v1/ui/destinations/{id}", "Where an agent may write unasked").givesListOf(DestinationView.class);
    add("GET /v1/ui/tools", "Tools, those that come later too").givesListOf(ToolView.class);
    add("GET /v1/ui/templates", "Starts for a new agent").givesListOf(TemplateView.class);
    add("GET /v1/ui/persona-sections", "The documents that say who an agent is")
        .givesListOf(PersonaSectionView.class);
    add("GET /v1/ui/models", "Model upstreams that are set up").givesListOf(ModelChoiceView.class);
    add("GET /v1/ui/onboard", "What a first conversation needs and whether it is there").gives(OnboardView.class);
    add("GET /v1/ui/config/{id}", "An agent and the changes that made it so").gives(ConfigView.class);
    add("POST /v1/ui/config/change", "Asks for a change of an agent's settings").takes(ConfigChangeBody.class)
        .gives(202, ChangeAccepted.class);
    add("GET /v1/ui/sessions", "Conversations").givesListOf(SessionView.class);
    add("GET /v1/ui/sessions/usage", "What the boxes of conversations use of the machine, measured now")
        .givesListOf(SessionUsageView.class);
    add("GET /v1/ui/sessions/{id}/timeline", "What happened in a conversation, newest first").takesText("before")
        .takesNumber("limit").gives(TimelineView.class);
    add("POST /v1/ui/sessions/{id}/stop", "Ends what is being answered; the box stays").gives(StopResult.class);
    add("POST /v1/ui/sessions/{id}/terminate", "Ends the session's box now").gives(TerminateResult.class);
  }

  private void jobs() {
    add("GET /api/jobs", "Container jobs, newest first").takesText("state", "owner", "agent", "before")
        .takesNumber("limit").gives(JobListView.class);
    add("POST /api/jobs", "Starts a container job").takes(JobCreateBody.class).gives(201, JobView.class);
    add("GET /api/jobs/summary", "How many jobs are in each state").gives(JobSummaryView.class);
    add("GET /api/jobs/options", "What a new job can be made of, and whether one could start now")
        .gives(JobOptionsView.class);
    add("GET /api/jobs/{id}", "One job, with how it came where it is").gives(JobView.class);
    add("DELETE /api/jobs/{id}", "Removes one that is over, with what it left").gives(JobRemoved.class);
    add("POST /api/jobs/{id}/cancel", "Ends it").gives(JobCancelled.class);
    add("POST /api/jobs/{id}/restart", "Does it again, as another job").gives(201, JobRestarted.class);
    add("POST /api/jobs/{id}/prompt", "Says something to it").takes(JobPromptBody.class).gives(JobPrompted.class);
    add("GET /api/jobs/{id}/events", "What happened in it; with Accept: text/event-stream as a stream, resumable by "
        + "Last-Event-ID or ?after=, whose last event is `end`").takesNumber("after", "before", "limit")
        .gives(JobEventsView.class);
    add("GET /api/jobs/{id}/files/list", "What lies in a folder of it").takesText("path").gives(JobFilesView.class);
    add("GET /api/jobs/{id}/files/read", "A file of it").needs("path").gives(JobFileContent.class);
    add("GET /api/jobs/{id}/review", "What it would change in its project").gives(JobReviewView.class);
    add("POST /api/jobs/{id}/review/accept", "Brings its changes into the project").takes(JobReviewBody.class)
        .gives(JobReviewView.class);
    add("POST /api/jobs/{id}/review/discard", "Throws its changes away").gives(JobReviewView.class);
  }

  private OpenApiOperation add(String route, String summary) {
    OpenApiOperation operation = new OpenApiOperation(summary);
    rows.put(route, operation);
    return operation;
  }
}
