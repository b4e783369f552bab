package dev.ironclaw.client;

import dev.ironclaw.contract.api.AccessView;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AuditEntryView;
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
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.contract.api.MessagingGroupView;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.api.PanicResult;
import dev.ironclaw.contract.api.ReadyView;
import dev.ironclaw.contract.api.ResumeResult;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.TerminateResult;
import dev.ironclaw.contract.api.UserView;
import dev.ironclaw.contract.api.WiringView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The control plane's API, one method for each route; `docs/api.md` has what they mean. Every method throws
/// [ApiException].
///
/// Threading: any thread.
public final class ControlPlaneClient implements AutoCloseable {
  private final Http http;

  public ControlPlaneClient(Endpoint endpoint, Optional<String> token) {
    this(endpoint, token, ClientTimeouts.DEFAULT);
  }

  /// @param token empty for `health` and `ready` alone
  public ControlPlaneClient(Endpoint endpoint, Optional<String> token, ClientTimeouts timeouts) {
    this.http = new Http(endpoint, token, timeouts);
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
    return get("/v1/changes/" + part(id), ChangeView.class);
  }

  public DecisionResult decide(String id, DecisionBody decision) {
    return post("/v1/changes/" + part(id) + "/decision", decision, DecisionResult.class);
  }

  /// Decided before that one, the newest of them first; goes back page by page.
  ///
  /// @param before id of a decided change
  public List<ChangeHistoryView> changeHistory(String before, int limit) {
    return list("/v1/changes/history?limit=" + limit + "&before=" + part(before), ChangeHistoryView.class);
  }

  /// The newest, oldest of them first; the control plane gives at most 2,000 at once.
  public List<AuditEntryView> audit(int limit) {
    return list("/v1/audit?limit=" + limit, AuditEntryView.class);
  }

  /// Entries before that one, the newest of them, oldest first; goes back page by page.
  ///
  /// @param before seq of an entry
  public List<AuditEntryView> audit(long before, int limit) {
    return list("/v1/audit?limit=" + limit + "&before=" + before, AuditEntryView.class);
  }

  public List<AgentView> agents() {
    return list("/v1/ui/agents", AgentView.class);
  }

  public AgentView agent(String id) {
    return get("/v1/ui/agents/" + part(id), AgentView.class);
  }

  public List<SessionView> sessions() {
    return list("/v1/ui/sessions", SessionView.class);
  }

  public TerminateResult terminate(String sessionId) {
    return post("/v1/ui/sessions/" + part(sessionId) + "/terminate", null, TerminateResult.class);
  }

  public MasterKeyView masterKey() {
    return get("/v1/key", MasterKeyView.class);
  }

  /// Replaces the master key.
  public MasterKeyView rotateMasterKey() {
    return post("/v1/key/rotate", null, MasterKeyView.class);
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

  /// A page of a conversation, oldest first.
  ///
  /// @param after id of the last message that was seen
  /// @param everything the person's messages too
  public MessagesView messages(String agentId, Optional<String> after, int limit, boolean everything) {
    return get("/v1/ui/chat/" + part(agentId) + "/messages?limit=" + limit
        + after.map(id -> "&after=" + part(id)).orElse("") + (everything ? "&include=all" : ""), MessagesView.class);
  }

  /// Takes as long as the probes take.
  public SelftestView selftest() {
    return post("/v1/sandbox/selftest", null, SelftestView.class);
  }

  public List<MessagingGroupView> messagingGroups() {
    return list("/v1/registry/messaging-groups", MessagingGroupView.class);
  }

  public MessagingGroupView messagingGroup(String id) {
    return get("/v1/registry/messaging-groups/" + part(id), MessagingGroupView.class);
  }

  public List<WiringView> wirings(String messagingGroupId) {
    return list("/v1/registry/messaging-groups/" + part(messagingGroupId) + "/wirings", WiringView.class);
  }

  public UserView user(String id) {
    return get("/v1/registry/users/" + part(id), UserView.class);
  }

  public SessionView session(String id) {
    return get("/v1/registry/sessions/" + part(id), SessionView.class);
  }

  public AccessView access(String userId, String agentGroupId) {
    return get("/v1/registry/access?userId=" + part(userId) + "&agentGroupId=" + part(agentGroupId),
        AccessView.class);
  }

  public DestinationCheckView mayReach(String agentGroupId, String channelType, String platformId) {
    return get("/v1/registry/destinations/check?agentGroupId=" + part(agentGroupId) + "&channelType="
        + part(channelType) + "&platformId=" + part(platformId), DestinationCheckView.class);
  }

  /// Live events; connects at once, and again whenever the connection breaks.
  ///
  /// @param lastSeen go on after this event; empty for only what is new
  public EventStream events(Optional<String> lastSeen) {
    return EventStream.open(http, lastSeen, Backoff.DEFAULT);
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

  private static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
