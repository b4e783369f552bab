package dev.ironclaw.client;

import dev.ironclaw.contract.api.ActivityView;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.BackupBody;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.contract.api.GrantRevoked;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.contract.api.HealthView;
import dev.ironclaw.contract.api.KeyMoveBody;
import dev.ironclaw.contract.api.Erased;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.RetiredView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.api.PanicResult;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.contract.api.ReadyView;
import dev.ironclaw.contract.api.ResumeResult;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.StepUpBody;
import dev.ironclaw.contract.api.StepUpEnrolled;
import dev.ironclaw.contract.api.StepUpView;
import dev.ironclaw.contract.api.TerminateResult;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.contract.api.ConfigView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.OnboardView;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.contract.api.UndoBody;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The control plane's API, one method for each route; `docs/api.md` has what they mean. Every method throws
/// [ApiException].
///
/// Threading: any thread.
public final class ControlPlaneClient implements AutoCloseable {
  /// Three boxes of the self-test get a minute each.
  private static final Duration PROBES = Duration.ofMinutes(5);
  /// Everything at rest is read, and perhaps written.
  private static final Duration ALL_STATE = Duration.ofMinutes(30);
  private final Http http;

  public ControlPlaneClient(Endpoint endpoint, Optional<String> token) {
    this(endpoint, token, ClientTimeouts.DEFAULT);
  }

  /// @param token empty for `health` and `ready` alone
  public ControlPlaneClient(Endpoint endpoint, Optional<String> token, ClientTimeouts timeouts) {
    this(endpoint, token, timeouts, new Trust.Platform());
  }

  /// As the others, for an `https` address.
  ///
  /// @param trust whose certificate it may show
  public ControlPlaneClient(Endpoint endpoint, Optional<String> token, ClientTimeouts timeouts, Trust trust) {
    this.http = new Http(endpoint, token, timeouts, trust);
  }

  public HealthView health() {
    return Wire.read(http.callWithoutToken("/healthz"), HealthView.class);
  }

  /// Answers also while the control plane is not ready.
  public ReadyView ready() {
    return Wire.read(http.callReadiness("/readyz"), ReadyView.class);
  }

  public StatusView status() {
    return get("/v1/status", StatusView.class);
  }

  /// The settings in force and where each is from.
  public List<SettingView> settings() {
    return list("/v1/config", SettingView.class);
  }

  public ChangeAccepted submit(ChangeSubmitBody change) {
    return post("/v1/changes", change, ChangeAccepted.class);
  }

  /// Oldest first.
  public List<ChangeView> pendingChanges() {
    return list("/v1/changes/pending", ChangeView.class);
  }

  /// Newest first; the control plane gives at most 2,000 at once.
  public List<ChangeHistoryView> changeHistory(int limit) {
    return list("/v1/changes/history?limit=" + limit, ChangeHistoryView.class);
  }

  public ChangeView change(String id) {
    return get("/v1/changes/" + Wire.part(id), ChangeView.class);
  }

  public DecisionResult decide(String id, DecisionBody decision) {
    return post("/v1/changes/" + Wire.part(id) + "/decision", decision, DecisionResult.class);
  }

  /// The card that submitting it would show.
  public ChangeView preview(ChangeSubmitBody change) {
    return post("/v1/changes/preview", change, ChangeView.class);
  }

  /// The card of what would put back what an applied change replaced.
  public ChangeView previewUndo(String id) {
    return post("/v1/changes/" + Wire.part(id) + "/undo/preview", null, ChangeView.class);
  }

  public ChangeAccepted undo(String id, UndoBody undo) {
    return post("/v1/changes/" + Wire.part(id) + "/undo", undo, ChangeAccepted.class);
  }

  /// What agents hold.
  ///
  /// @param ended how many of those that ended last come too
  public List<GrantView> grants(int ended) {
    return list("/v1/grants?ended=" + ended, GrantView.class);
  }

  public GrantRevoked revokeGrant(String id) {
    return post("/v1/grants/" + Wire.part(id) + "/revoke", null, GrantRevoked.class);
  }

  /// What agents remember.
  public NotesClient notes() {
    return new NotesClient(http);
  }

  /// What agents ask people.
  public QuestionsClient questions() {
    return new QuestionsClient(http);
  }

  /// Long tasks in containers of their own.
  public JobsClient jobs() {
    return new JobsClient(http);
  }

  /// What jobs run in.
  public ImagesClient images() {
    return new ImagesClient(http);
  }

  /// What agents do by themselves at times.
  public SchedulesClient schedules() {
    return new SchedulesClient(http);
  }

  /// Decided before that one by its id, the newest of them first; goes back page by page.
  public List<ChangeHistoryView> changeHistory(String before, int limit) {
    return list("/v1/changes/history?limit=" + limit + "&before=" + Wire.part(before), ChangeHistoryView.class);
  }

  /// The newest, oldest of them first; the control plane gives at most 2,000 at once.
  public List<AuditEntryView> audit(int limit) {
    return list("/v1/audit?limit=" + limit, AuditEntryView.class);
  }

  /// Entries before that one by its seq, the newest of them, oldest first; goes back page by page.
  public List<AuditEntryView> audit(long before, int limit) {
    return list("/v1/audit?limit=" + limit + "&before=" + before, AuditEntryView.class);
  }

  /// Searching the audit log, what proves an entry, and the log as a file.
  public AuditClient auditLog() {
    return new AuditClient(http);
  }

  /// How much happened in the hour of now and those before it, oldest first, a week's at most.
  public ActivityView activity(int hours) {
    return get("/v1/ui/activity?hours=" + hours, ActivityView.class);
  }

  /// What model calls came to, and how far budgets are used up.
  public UsageClient usage() {
    return new UsageClient(http);
  }

  public List<AgentView> agents() {
    return list("/v1/ui/agents", AgentView.class);
  }

  public AgentView agent(String id) {
    return get("/v1/ui/agents/" + Wire.part(id), AgentView.class);
  }

  public List<SessionView> sessions() {
    return list("/v1/ui/sessions", SessionView.class);
  }

  public TerminateResult terminate(String sessionId) {
    return post("/v1/ui/sessions/" + Wire.part(sessionId) + "/terminate", null, TerminateResult.class);
  }

  public MasterKeyView masterKey() {
    return get("/v1/key", MasterKeyView.class);
  }

  /// Retired agents whose files are still there, longest retired first.
  public List<RetiredView> retired() {
    return list("/v1/retired", RetiredView.class);
  }

  /// Erases the files of a retired agent now.
  public Erased erase(String id) {
    return post("/v1/retired/" + Wire.part(id) + "/erase", null, Erased.class);
  }

  /// Replaces the master key.
  public MasterKeyView rotateMasterKey() {
    return Wire.read(http.callPatiently("/v1/key/rotate", null, ALL_STATE), MasterKeyView.class);
  }

  /// Encrypts everything anew under new data keys; long for large folders.
  public MasterKeyView rotateDataKeys() {
    return Wire.read(http.callPatiently("/v1/key/rotate-data", null, ALL_STATE), MasterKeyView.class);
  }

  /// Puts a new master key there.
  public MasterKeyView moveMasterKey(KeyMoveBody body) {
    return post("/v1/key/move", body, MasterKeyView.class);
  }

  /// Copies a sealed backup to `out`; whole when it returns.
  ///
  /// @return what was left out of the workspaces
  public BackupLeftOut backup(BackupBody body, OutputStream out) throws IOException {
    Map<String, String> headers = http.download("/v1/backup", body, ALL_STATE,
        Set.of(BackupBody.LEFT_OUT_HEADER, BackupBody.LEFT_OUT_OF_HEADER), out);
    return new BackupLeftOut(Long.parseLong(headers.getOrDefault(BackupBody.LEFT_OUT_HEADER, "0")),
        headers.getOrDefault(BackupBody.LEFT_OUT_OF_HEADER, ""));
  }

  /// The rules of deciding in force.
  public PolicyView policy() {
    return get("/v1/policy", PolicyView.class);
  }

  /// The caller's second factor.
  public StepUpView stepUp() {
    return get("/v1/step-up", StepUpView.class);
  }

  /// The answer has a secret that nobody can have again.
  public StepUpEnrolled enrollStepUp(StepUpBody code) {
    return post("/v1/step-up/enroll", code, StepUpEnrolled.class);
  }

  public StepUpView confirmStepUp(StepUpBody code) {
    return post("/v1/step-up/confirm", code, StepUpView.class);
  }

  public StepUpView removeStepUp(StepUpBody code) {
    return post("/v1/step-up/remove", code, StepUpView.class);
  }

  /// Stops everything at once.
  public PanicResult panic(PanicBody body) {
    return post("/v1/panic", body, PanicResult.class);
  }

  /// Lets everything go on.
  public ResumeResult resume() {
    return post("/v1/resume", null, ResumeResult.class);
  }

  public ChatSendResult send(ChatSendBody message) {
    return post("/v1/ui/chat/send", message, ChatSendResult.class);
  }

  /// A page of a conversation, oldest first, after that message.
  ///
  /// @param everything the person's messages too
  public MessagesView messages(String agentId, Optional<String> after, int limit, boolean everything) {
    return get("/v1/ui/chat/" + Wire.part(agentId) + "/messages?limit=" + limit
        + after.map(id -> "&after=" + Wire.part(id)).orElse("") + (everything ? "&include=all" : ""),
        MessagesView.class);
  }

  /// Takes as long as the probes take.
  public SelftestView selftest() {
    return Wire.read(http.callPatiently("/v1/sandbox/selftest", null, PROBES), SelftestView.class);
  }

  /// Agents' places, people and what they hold.
  public RegistryClient registry() {
    return new RegistryClient(http);
  }

  /// Secrets that operators keep for agents to use by name.
  public VaultClient vault() {
    return new VaultClient(http);
  }

  /// Companies and servers that serve models.
  public ProvidersClient providers() {
    return new ProvidersClient(http);
  }

  /// Conversations from their end, and what happened in them.
  public SessionsClient conversations() {
    return new SessionsClient(http);
  }

  /// What agents can use, those that come later too.
  public List<ToolView> tools() {
    return list("/v1/ui/tools", ToolView.class);
  }

  /// Starts for a new agent, the empty one first.
  public List<TemplateView> templates() {
    return list("/v1/ui/templates", TemplateView.class);
  }

  /// The documents that say who an agent is.
  public List<PersonaSectionView> personaSections() {
    return list("/v1/ui/persona-sections", PersonaSectionView.class);
  }

  /// Model upstreams that are set up.
  public List<ModelChoiceView> models() {
    return list("/v1/ui/models", ModelChoiceView.class);
  }

  /// What a first conversation needs, and whether it is there.
  public OnboardView onboard() {
    return get("/v1/ui/onboard", OnboardView.class);
  }

  /// An agent and the changes that made it so.
  public ConfigView config(String agentId) {
    return get("/v1/ui/config/" + Wire.part(agentId), ConfigView.class);
  }

  /// Oldest first, the revoked and expired ones too.
  public List<TokenView> tokens() {
    return list("/v1/tokens", TokenView.class);
  }

  /// The answer has the token's text, which nobody can have again.
  public TokenCreated createToken(TokenCreateBody token) {
    return post("/v1/tokens", token, TokenCreated.class);
  }

  public TokenView revokeToken(String id) {
    return post("/v1/tokens/" + Wire.part(id) + "/revoke", null, TokenView.class);
  }

  /// Live events after that one, or only new ones; connects at once, and again whenever the connection breaks.
  public EventStream events(Optional<String> lastSeen) {
    return events(lastSeen, _ -> {});
  }

  /// As [#events(Optional)]; the connection is told that it was lost (false) and that it is back (true).
  public EventStream events(Optional<String> lastSeen, Consumer<Boolean> connection) {
    return EventStream.open(http, lastSeen, Backoff.DEFAULT, connection);
  }

  @Override
  public void close() {
    http.close();
  }

  private <T> T get(String path, Class<T> type) {
    return Wire.read(http.call("GET", path, null), type);
  }

  private <T> List<T> list(String path, Class<T> type) {
    return Wire.readList(http.call("GET", path, null), type);
  }

  private <T> T post(String path, @Nullable Object body, Class<T> type) {
    return Wire.read(http.call("POST", path, body), type);
  }
}
