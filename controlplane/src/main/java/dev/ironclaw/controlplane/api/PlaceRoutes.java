package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.api.ChannelView;
import dev.ironclaw.contract.api.MessagingGroupBody;
import dev.ironclaw.contract.api.PlaceView;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.kind.PlaceName;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Wiring;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/// Places where people talk. Making one gives nobody anything (nobody is wired to it, and it is strict), so it is no
/// change; it is audited all the same.
final class PlaceRoutes implements Routes {
  private final Registry registry;
  private final AuditLog audit;
  private final ApiJson json;

  PlaceRoutes(Registry registry, AuditLog audit, ApiJson json) {
    this.registry = registry;
    this.audit = audit;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/registry/messaging-groups", this::create, ApiRole.ADMIN);
    routes.get("/v1/ui/messaging-groups", ctx -> ctx.json(registry.messagingGroups().stream().map(this::row).toList()),
        ApiRole.READ);
    routes.get("/v1/ui/channels/{id}", this::channel, ApiRole.READ);
    routes.get("/v1/ui/destinations/{id}", this::destinations, ApiRole.READ);
  }

  private void create(Context ctx) {
    MessagingGroupBody body = json.read(ctx, MessagingGroupBody.class);
    PlaceName name = PlaceName.checked(body.channelType(), body.platformId(), body.instance().orElse(""));
    MessagingGroup place = registry.messagingGroup(name.channelType(), name.platformId(), name.instance())
        .orElseGet(() -> make(name, body.isGroup().orElse(false), ApiGate.operator(ctx).name()));
    if (body.isGroup().filter(group -> group != place.isGroup()).isPresent()) {
      throw new IronclawException(ErrorCode.CONFLICT,
          "the place is there already, as " + place.id() + ", and is " + (place.isGroup() ? "a group" : "no group"));
    }
    if (body.unknownSenderPolicy().filter(policy -> !policy.equals(place.unknownSenderPolicy().wireName()))
        .isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "the place " + place.id() + " is "
          + place.unknownSenderPolicy().wireName() + " to strangers; that changes with a wiring: POST "
          + "/v1/registry/wirings with its unknownSenderPolicy");
    }
    ctx.json(RegistryViews.place(place));
  }

  private MessagingGroup make(PlaceName name, boolean isGroup, String operator) {
    return audit.write(transaction -> {
      MessagingGroup made = registry.resolveMessagingGroup(transaction.connection(), name.channelType(),
          name.platformId(), name.instance(), isGroup);
      transaction.audit(new AuditEvent("registry", made.id().value(), "messaging-group", operator,
          "made the place " + made.channelType() + "/" + made.platformId() + ", wired to nobody"));
      return made;
    });
  }

  private PlaceView row(MessagingGroup place) {
    return new PlaceView(place.id().value(), place.channelType(), place.platformId(), place.instance(),
        place.isGroup(), place.unknownSenderPolicy().wireName(), registry.wirings(place.id()).size());
  }

  private void channel(Context ctx) {
    MessagingGroupId id = new MessagingGroupId(ctx.pathParam("id"));
    MessagingGroup place = registry.messagingGroup(id)
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no messaging group " + id));
    List<ChannelView.ListenerView> listeners = registry.wirings(id).stream().map(this::listener).toList();
    ctx.json(new ChannelView(RegistryViews.place(place), listeners));
  }

  private ChannelView.ListenerView listener(Wiring wiring) {
    return new ChannelView.ListenerView(WiringViews.of(wiring),
        registry.agentGroup(wiring.agentGroup()).map(AgentGroup::name));
  }

  private void destinations(Context ctx) {
    AgentGroupId id = new AgentGroupId(ctx.pathParam("id"));
    if (registry.agentGroup(id).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + id);
    }
    ctx.json(new RegistryLists(registry).destinations(Optional.of(id.value())));
  }
}
