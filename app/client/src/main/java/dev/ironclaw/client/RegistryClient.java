package dev.ironclaw.client;

import dev.ironclaw.contract.api.AccessView;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DestinationCheckView;
import dev.ironclaw.contract.api.DestinationView;
import dev.ironclaw.contract.api.MemberView;
import dev.ironclaw.contract.api.MessagingGroupBody;
import dev.ironclaw.contract.api.MessagingGroupView;
import dev.ironclaw.contract.api.RegistryChanges;
import dev.ironclaw.contract.api.RegistryPreview;
import dev.ironclaw.contract.api.RoleView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.UserView;
import dev.ironclaw.contract.api.WiringView;
import java.util.List;

/// The registry's routes; `docs/api.md` has what they mean. Every method throws [ApiException].
///
/// Threading: any thread. Ends with the client that gave it.
public final class RegistryClient {
  private static final String ROOT = "/v1/registry/";

  private final Http http;

  RegistryClient(Http http) {
    this.http = http;
  }

  /// The changes that a write would ask for, each with its card; none where everything is so already.
  public List<ChangeView> preview(RegistryWrite write) {
    return Wire.read(http.call(write.method(), write.path() + "?preview", write.body()), RegistryPreview.class)
        .changes();
  }

  /// Asks for what leads there. Nothing is written before that is decided.
  public List<ChangeAccepted> ask(RegistryWrite write) {
    return Wire.read(http.call(write.method(), write.path(), write.body()), RegistryChanges.class).changes();
  }

  public List<MessagingGroupView> messagingGroups() {
    return list("messaging-groups", MessagingGroupView.class);
  }

  public MessagingGroupView messagingGroup(String id) {
    return get("messaging-groups/" + Wire.part(id), MessagingGroupView.class);
  }

  /// Gets a place, or makes it.
  public MessagingGroupView resolveMessagingGroup(MessagingGroupBody place) {
    return Wire.read(http.call("POST", ROOT + "messaging-groups", place), MessagingGroupView.class);
  }

  /// By agent.
  public List<WiringView> wirings() {
    return list("wirings", WiringView.class);
  }

  /// Of one place, highest priority first.
  public List<WiringView> wirings(String messagingGroupId) {
    return list("messaging-groups/" + Wire.part(messagingGroupId) + "/wirings", WiringView.class);
  }

  public List<UserView> users() {
    return list("users", UserView.class);
  }

  public UserView user(String id) {
    return get("users/" + Wire.part(id), UserView.class);
  }

  public List<RoleView> roles() {
    return list("roles", RoleView.class);
  }

  public List<MemberView> members() {
    return list("members", MemberView.class);
  }

  public List<DestinationView> destinations() {
    return list("destinations", DestinationView.class);
  }

  public SessionView session(String id) {
    return get("sessions/" + Wire.part(id), SessionView.class);
  }

  public AccessView access(String userId, String agentGroupId) {
    return get("access?userId=" + Wire.part(userId) + "&agentGroupId=" + Wire.part(agentGroupId), AccessView.class);
  }

  public DestinationCheckView mayReach(String agentGroupId, String channelType, String platformId) {
    return get("destinations/check?agentGroupId=" + Wire.part(agentGroupId) + "&channelType=" + Wire.part(channelType)
        + "&platformId=" + Wire.part(platformId), DestinationCheckView.class);
  }

  private <T> T get(String path, Class<T> type) {
    return Wire.read(http.call("GET", ROOT + path, null), type);
  }

  private <T> List<T> list(String path, Class<T> type) {
    return Wire.readList(http.call("GET", ROOT + path, null), type);
  }
}
