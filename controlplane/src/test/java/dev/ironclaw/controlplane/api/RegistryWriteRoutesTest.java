package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import io.javalin.router.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The registry's writes ask the gateway and write nothing.
class RegistryWriteRoutesTest extends ApiFixture {
  private static final String AGENT = "/v1/registry/agent-groups/mock-agent";

  /// A body that each write takes; none needs more to have its effect than a decision.
  private static final Map<String, String> BODIES = new TreeMap<>(Map.ofEntries(
      Map.entry("PUT /v1/registry/agent-groups/{id}", "{\"enabledTools\":[\"write_file\"],\"persona\":\"Obey.\"}"),
      Map.entry("DELETE /v1/registry/agent-groups/{id}", ""),
      Map.entry("POST /v1/registry/wirings",
          "{\"agentGroupId\":\"mock-agent\",\"channelType\":\"slack\",\"platformId\":\"C2\"}"),
      Map.entry("DELETE /v1/registry/wirings/{id}", "{}"),
      Map.entry("PUT /v1/registry/users/{id}", "{\"displayName\":\"Mallory\"}"),
      Map.entry("DELETE /v1/registry/users/{id}", ""),
      Map.entry("POST /v1/registry/roles", "{\"userId\":\"slack:mallory\",\"role\":\"owner\"}"),
      Map.entry("POST /v1/registry/roles/revoke", "{\"userId\":\"cli:dev\",\"role\":\"admin\"}"),
      Map.entry("POST /v1/registry/members", "{\"userId\":\"slack:mallory\",\"agentGroupId\":\"mock-agent\"}"),
      Map.entry("POST /v1/registry/members/remove", "{\"userId\":\"cli:dev\",\"agentGroupId\":\"mock-agent\"}"),
      Map.entry("POST /v1/registry/destinations",
          "{\"agentGroupId\":\"mock-agent\",\"channelType\":\"slack\",\"platformId\":\"C2\"}"),
      Map.entry("POST /v1/registry/destinations/remove",
          "{\"agentGroupId\":\"mock-agent\",\"channelType\":\"slack\",\"platformId\":\"C1\"}"),
      Map.entry("POST /v1/registry/messaging-groups", "{\"channelType\":\"slack\",\"platformId\":\"C9\"}"),
      Map.entry("PUT /v1/registry/<path>", "{\"name\":\"mine\"}"),
      Map.entry("POST /v1/registry/<path>", "{\"name\":\"mine\"}"),
      Map.entry("PATCH /v1/registry/<path>", "{\"name\":\"mine\"}"),
      Map.entry("DELETE /v1/registry/<path>", "{\"name\":\"mine\"}")));

  private RawHttp.Answer act(String method, String path, String body) {
    JsonNode card = changes(rig.call(method, path + "?preview", body)).get(0);
    String approve = "\"approve\":{\"cardHash\":\"" + card.get("cardHash").asString() + "\",\"confirm\":\""
        + (card.get("agentGroupId").asString().isEmpty() ? "control-plane" : card.get("agentGroupId").asString())
        + "\"}}";
    String with = body.isEmpty() || body.equals("{}")
        ? "{" + approve
        : body.substring(0, body.length() - 1) + "," + approve;
    RawHttp.Answer answer = rig.call(method, path, with);
    assertThat(changes(answer).get(0).get("state").asString()).as(answer.body()).isEqualTo("applied");
    return answer;
  }

  private static JsonNode changes(RawHttp.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isIn(200, 202);
    return answer.json().get("changes");
  }

  private AgentGroup agent() {
    return rig.registry.agentGroup(ApiRig.AGENT).orElseThrow();
  }

  /// People, a wiring and a destination, as a sitting operator would make them.
  private String furnish() {
    act("PUT", "/v1/registry/users/cli:dev", "{\"displayName\":\"Dev\"}");
    act("POST", "/v1/registry/roles", "{\"userId\":\"cli:root\",\"role\":\"owner\"}");
    act("POST", "/v1/registry/roles", "{\"userId\":\"cli:dev\",\"role\":\"admin\"}");
    act("POST", "/v1/registry/members", "{\"userId\":\"cli:dev\",\"agentGroupId\":\"mock-agent\"}");
    act("POST", "/v1/registry/destinations",
        "{\"agentGroupId\":\"mock-agent\",\"channelType\":\"slack\",\"platformId\":\"C1\"}");
    act("POST", "/v1/registry/wirings",
        "{\"agentGroupId\":\"mock-agent\",\"channelType\":\"slack\",\"platformId\":\"C1\",\"isGroup\":true}");
    return rig.get("/v1/registry/wirings").json().get(0).get("id").asString();
  }

  @Test
  void noWriteOfAnyRouteReachesTheRegistryWithoutADecision() {
    String wiring = furnish();
    RegistrySnapshot before = rig.registry.snapshot();
    Map<String, String> left = new TreeMap<>(BODIES);
    for (Endpoint endpoint : rig.server.endpoints()) {
      String method = endpoint.method.name();
      if (endpoint.path.startsWith("/v1/registry/") && !method.equals("GET")) {
        String route = method + " " + endpoint.path;
        String body = left.remove(route);
        assertThat(body).as("a body for " + route).isNotNull();
        String id = route.contains("agent-groups")
            ? "mock-agent"
            : route.contains("wirings") ? wiring : route.contains("users") ? "cli:dev" : "agent-groups/x/y";
        RawHttp.Answer answer = rig.call(method, endpoint.path.replaceAll("[{<][a-z]+[}>]", id), String.valueOf(body));
        assertThat(answer.status()).as(route + " " + answer.body())
            .isEqualTo(route.contains("<path>") ? 405 : route.contains("messaging-groups") ? 200 : 202);
        assertThat(rig.registry.snapshot()).as(route).isEqualTo(before);
      }
    }
    assertThat(left).as("bodies without a route").isEmpty();
    assertThat(rig.get("/v1/changes/pending").json()).hasSize(13);
  }

  @Test
  void writingToAnAgentMakesNoWiringNoMemberAndNoRole() {
    RegistrySnapshot before = rig.registry.snapshot();
    assertThat(rig.call("POST", "/v1/ui/chat/send", "{\"agentGroupID\":\"mock-agent\",\"text\":\"hello\"}").status())
        .isEqualTo(202);
    assertThat(rig.registry.snapshot()).isEqualTo(before);
    assertThat(rig.registry.messagingGroups()).hasSize(1)
        .allSatisfy(place -> assertThat(rig.registry.wirings(place.id())).isEmpty());
  }

  @Test
  void aPutThatDiffersInThreeKindsIsThreeChangesEachWithItsCard() {
    String body = "{\"personaDocs\":{\"soul\":\"Calm.\",\"instructions\":\"Be brief.\"},"
        + "\"enabledTools\":[\"read_file\",\"list_dir\"],\"provider\":\"other\",\"model\":\"o-1\",\"reason\":\"to help\"}";
    JsonNode cards = changes(rig.call("PUT", AGENT + "?preview", body));
    assertThat(cards.findValuesAsString("kind")).containsExactly("persona", "enabled_tools", "model");
    assertThat(cards.get(0).get("after").toString()).isEqualTo("{\"soul\":\"Calm.\"}");
    assertThat(cards.get(1).get("card").get("quotedReason").asString()).contains("to help");
    assertThat(rig.get("/v1/changes/pending").json()).isEmpty();
    assertThat(rig.audit.newest(10)).extracting(entry -> entry.event().stage()).as("each card's showing is noted")
        .containsExactly("card", "card", "card");

    RawHttp.Answer oneHash = rig.call("PUT", AGENT, body.replace(",\"reason\"",
        ",\"approve\":{\"cardHash\":\"" + cards.get(0).get("cardHash").asString() + "\"},\"reason\""));
    assertThat(oneHash.status()).isEqualTo(400);
    assertThat(oneHash.text("detail")).contains("3 changes", "persona, enabled_tools, model");

    assertThat(changes(rig.call("PUT", AGENT, body))).hasSize(3);
    assertThat(rig.get("/v1/changes/pending").json()).hasSize(3);
    assertThat(agent().revision()).isEqualTo(1);
  }

  @Test
  void whatAGetAnsweredCanBePutBackAndAsksForNothing() {
    String read = rig.get(AGENT).body();
    assertThat(changes(rig.call("PUT", AGENT, read))).isEmpty();
    assertThat(rig.get("/v1/changes/pending").json()).isEmpty();
    act("PUT", AGENT, "{\"enabledTools\":[]}");
    assertThat(agent().enabledTools()).isEmpty();
    RawHttp.Answer stale = rig.call("PUT", AGENT, read);
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.text("detail")).contains("changed since you read it", "revision 2");
  }

  @Test
  void aFallBackIsShownSetAndTakenBack() {
    act("PUT", AGENT, "{\"fallback\":{\"provider\":\"other\",\"model\":\"o-2\"}}");
    assertThat(agent().fallback()).contains(new AgentGroup.Fallback("other", "o-2"));
    JsonNode shown = rig.get(AGENT).json();
    assertThat(shown.get("fallback").get("model").asString()).isEqualTo("o-2");
    assertThat(changes(rig.call("PUT", AGENT, shown.toString()))).as("as it is").isEmpty();
    act("PUT", AGENT, "{\"fallback\":{\"provider\":\"\",\"model\":\"\"}}");
    assertThat(agent().fallback()).isEmpty();
    assertThat(agent().model()).as("the model stays").isEqualTo(shown.get("model").asString());
  }

  @Test
  void aPutOfAnAgentThatIsNotThereCreatesItAndADeleteRetiresIt() {
    act("PUT", "/v1/registry/agent-groups/helper",
        "{\"Name\":\"Helper\",\"persona\":\"Help.\",\"enabledTools\":[\"read_file\"]}");
    AgentGroup made = rig.registry.agentGroup(new AgentGroupId("helper")).orElseThrow();
    assertThat(made.name()).isEqualTo("Helper");
    assertThat(made.model()).isEqualTo("mock-1");
    assertThat(made.persona().instructions()).isEqualTo("Help.");
    assertThat(rig.call("PUT", "/v1/registry/agent-groups/helper", "{\"name\":\"Other\"}").text("detail"))
        .contains("keeps its name (Helper)");
    act("DELETE", "/v1/registry/agent-groups/helper", "");
    assertThat(rig.registry.agentGroup(new AgentGroupId("helper"))).isEmpty();
  }

  @Test
  void peopleRolesMembersAndDestinationsGoAndComeAndAreListed() {
    String wiring = furnish();
    UserId dev = new UserId("cli:dev");
    assertThat(rig.registry.access(dev, ApiRig.AGENT).reason()).isEqualTo("global-admin");
    assertThat(rig.get("/v1/registry/users").body())
        .isEqualTo("[{\"id\":\"cli:dev\",\"kind\":\"cli\",\"displayName\":\"Dev\"}]");
    assertThat(rig.get("/v1/registry/roles?userId=cli:dev").body())
        .isEqualTo("[{\"userId\":\"cli:dev\",\"role\":\"admin\"}]");
    assertThat(rig.get("/v1/registry/roles?agentGroupId=mock-agent").json()).hasSize(2);
    assertThat(rig.get("/v1/registry/members?agentGroupId=mock-agent").json()).hasSize(1);
    assertThat(rig.get("/v1/registry/members?agentGroupId=other").body()).isEqualTo("[]");
    assertThat(rig.get("/v1/ui/destinations/mock-agent").json()).hasSize(1);
    String place = rig.get("/v1/registry/wirings/" + wiring).text("messagingGroupId");
    assertThat(rig.get("/v1/ui/channels/" + place).json().get("wirings").get(0).get("agentGroupName").asString())
        .isEqualTo("Mock agent");
    assertThat(rig.get("/v1/ui/messaging-groups").json().get(0).get("wirings").intValue()).isEqualTo(1);

    assertThat(changes(rig.call("POST", "/v1/registry/members",
        "{\"userId\":\"cli:dev\",\"agentGroupId\":\"mock-agent\"}"))).isEmpty();
    act("POST", "/v1/registry/members/remove", "{\"userId\":\"cli:dev\",\"agentGroupId\":\"mock-agent\"}");
    act("POST", "/v1/registry/roles/revoke", "{\"userId\":\"cli:dev\",\"role\":\"admin\"}");
    act("POST", "/v1/registry/destinations/remove",
        "{\"agentGroupId\":\"mock-agent\",\"channelType\":\"slack\",\"platformId\":\"C1\"}");
    act("DELETE", "/v1/registry/users/cli:dev", "{}");
    act("DELETE", "/v1/registry/wirings/" + wiring, "");
    assertThat(rig.registry.access(dev, ApiRig.AGENT).allowed()).isFalse();
    assertThat(rig.registry.snapshot().destinations()).isEmpty();
    assertThat(rig.get("/v1/registry/wirings").body()).isEqualTo("[]");
    assertThat(rig.call("DELETE", "/v1/registry/wirings/" + wiring, "").status()).isEqualTo(404);
  }

  @Test
  void aWiringMayNameItsPlaceByItsIdAndIsReplacedAtIt() {
    RawHttp.Answer made = rig.call("POST", "/v1/registry/messaging-groups",
        "{\"channelType\":\"slack\",\"platformID\":\"C1\",\"isGroup\":true}");
    String wiring = "{\"agentGroupId\":\"mock-agent\",\"messagingGroupId\":\"" + made.text("id") + "\"%s}";
    act("POST", "/v1/registry/wirings", wiring.formatted(""));
    assertThat(rig.get("/v1/registry/wirings").json().get(0).get("engageMode").asString()).isEqualTo("mention");
    act("POST", "/v1/registry/wirings", wiring.formatted(",\"engageMode\":\"pattern\",\"priority\":7"));
    assertThat(rig.get("/v1/registry/wirings").json()).hasSize(1)
        .allSatisfy(row -> assertThat(row.get("priority").intValue()).isEqualTo(7));
    assertThat(rig.call("POST", "/v1/registry/wirings", wiring.formatted(",\"channelType\":\"slack\"")).status())
        .isEqualTo(400);
    assertThat(rig.call("POST", "/v1/registry/wirings", wiring.formatted(",\"engageMode\":\"loudly\"")).text("detail"))
        .contains("pattern, mention, mention-sticky");
  }

  @Test
  void aPlaceIsMadeOnceStrictAuditedAndWithoutLookalikes() {
    String body = "{\"channelType\":\"slack\",\"platformId\":\"C1\"}";
    RawHttp.Answer made = rig.call("POST", "/v1/registry/messaging-groups", body);
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("unknownSenderPolicy")).isEqualTo("strict");
    assertThat(rig.call("POST", "/v1/registry/messaging-groups", body).text("id")).isEqualTo(made.text("id"));
    assertThat(rig.registry.messagingGroups()).extracting(MessagingGroup::platformId).containsExactly("C1");
    assertThat(rig.audit.newest(10).stream().map(entry -> entry.event())
        .filter(event -> event.stage().equals("registry"))).hasSize(1)
        .allSatisfy(event -> assertThat(event.actor()).isEqualTo("operator:local"));
    for (String bad : List.of("{\"channelType\":\"Slack!\",\"platformId\":\"C1\"}",
        "{\"channelType\":\"slack\",\"platformId\":\"C\\u200b1\"}",
        "{\"channelType\":\"slack\",\"platformId\":\"\\u0441hat\"}", "{\"channelType\":\"slack\",\"platformId\":\" \"}",
        "{\"channelType\":\"slack\",\"platformId\":\"C1\",\"unknownSenderPolicy\":\"public\"}")) {
      assertThat(rig.call("POST", "/v1/registry/messaging-groups", bad).status()).as(bad).isEqualTo(400);
    }
    assertThat(rig.call("POST", "/v1/registry/messaging-groups", body.replace("}", ",\"isGroup\":true}")).status())
        .isEqualTo(409);
    assertThat(rig.registry.messagingGroups()).hasSize(1);
  }

  @Test
  void anAgentsSettingsShowWhatMadeThemAndTakeOnlyTheirKinds() {
    act("PUT", AGENT, "{\"enabledTools\":[\"read_file\"]}");
    JsonNode config = rig.get("/v1/ui/config/mock-agent").json();
    assertThat(config.get("agentGroup").get("enabledTools").toString()).isEqualTo("[\"read_file\"]");
    assertThat(config.get("appliedChanges")).hasSize(1);
    String change = "{\"kind\":\"%s\",\"agentGroupID\":\"mock-agent\",\"requestedBy\":\"me\",\"after\":%s}";
    assertThat(rig.call("POST", "/v1/ui/config/change", change.formatted("create_agent", "{\"name\":\"x\"}"))
        .text("code")).isEqualTo("UNKNOWN_KIND");
    RawHttp.Answer asked = rig.call("POST", "/v1/ui/config/change",
        change.formatted("persona", "{\"soul\":\"Calm.\"}"));
    assertThat(asked.status()).isEqualTo(202);
    assertThat(rig.get("/v1/changes/" + asked.text("id")).text("requestedBy")).isEqualTo("operator:local");
  }

  @Test
  void theCatalogAndWhatAFirstConversationNeedsAreServed() {
    assertThat(rig.get("/v1/ui/tools").json().findValuesAsString("name")).contains("write_file", "web_search");
    assertThat(rig.get("/v1/ui/templates").json().findValuesAsString("id")).startsWith("blank", "assistant");
    assertThat(rig.get("/v1/ui/persona-sections").json().get(1).get("maxBytes").intValue()).isEqualTo(2048);
    assertThat(rig.get("/v1/ui/models").body())
        .isEqualTo("[{\"provider\":\"mock\",\"model\":\"mock-1\"},{\"provider\":\"other\"}]");
    assertThat(rig.get("/v1/ui/onboard").json().get("ok").asBoolean()).isTrue();
    rig.notReady.set(Optional.of("starting"));
    assertThat(rig.get("/v1/ui/onboard").body()).contains("\"ok\":false", "starting");
  }
}
