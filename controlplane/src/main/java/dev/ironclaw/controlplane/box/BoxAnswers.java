package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints what boxes are told. An optional field that is empty is left out, never null.
final class BoxAnswers {
  private final JsonMapper mapper = new JsonMapper();

  /// One line of the event stream, its line end included.
  byte[] event(BoxEvent event) {
    ObjectNode line = mapper.createObjectNode();
    switch (event) {
      case BoxEvent.Bound(var session, var config) -> line.put("type", "bound").put("session", session.value())
          .set("config", config(config));
      case BoxEvent.Message(var message) -> line.put("type", "message").set("message", message(message));
      case BoxEvent.Config(var config) -> line.put("type", "config").set("config", config(config));
      case BoxEvent.Stop(var reason) -> line.put("type", "stop").put("reason", reason);
      case BoxEvent.Cancel(var seq) -> line.put("type", "cancel").put("seq", seq);
    }
    byte[] json = mapper.writeValueAsBytes(line);
    byte[] whole = Arrays.copyOf(json, json.length + 1);
    whole[json.length] = '\n';
    return whole;
  }

  byte[] results(List<BoxCommit.RowResult> results) {
    ObjectNode body = mapper.createObjectNode();
    ArrayNode array = body.putArray("results");
    results.forEach(result -> array.add(result.name().toLowerCase(Locale.ROOT)));
    return mapper.writeValueAsBytes(body);
  }

  byte[] state(Map<String, String> state) {
    ObjectNode body = mapper.createObjectNode();
    ObjectNode entries = body.putObject("state");
    state.forEach(entries::put);
    return mapper.writeValueAsBytes(body);
  }

  byte[] tool(HostToolAnswer answer) {
    return mapper.writeValueAsBytes(mapper.createObjectNode().put("text", answer.text()).put("isError",
        answer.isError()));
  }

  byte[] persona(BoxConfig.Persona persona) {
    return mapper.writeValueAsBytes(personaNode(persona));
  }

  byte[] problem(ErrorCode code, int status, String detail) {
    return mapper.writeValueAsBytes(mapper.createObjectNode()
        .put("type", "urn:ironclaw:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("title", HttpStatus.getMessage(status)).put("status", status).put("detail", detail)
        .put("code", code.name()));
  }

  private ObjectNode message(MessageIn message) {
    ObjectNode node = mapper.createObjectNode().put("id", message.id().value()).put("seq", message.seq())
        .put("kind", message.kind().name().toLowerCase(Locale.ROOT)).put("timestamp", message.timestamp().toString())
        .put("trigger", message.trigger()).put("channelType", message.channelType())
        .put("platformId", message.platformId());
    message.threadId().ifPresent(thread -> node.put("threadId", thread));
    node.put("content", message.content());
    message.sourceSessionId().ifPresent(source -> node.put("sourceSessionId", source.value()));
    return node.put("onWake", message.onWake());
  }

  private ObjectNode config(BoxConfig config) {
    ObjectNode node = mapper.createObjectNode().put("revision", config.revision())
        .put("agentGroupId", config.agentGroupId()).put("agentName", config.agentName())
        .put("dialect", config.dialect()).put("model", config.model())
        .put("maxOutputTokens", config.maxOutputTokens());
    node.set("persona", personaNode(config.persona()));
    ArrayNode tools = node.putArray("tools");
    config.tools().forEach(tools::add);
    node.putObject("limits").put("maxToolRounds", config.limits().maxToolRounds())
        .put("historyTokens", config.limits().historyTokens()).put("turnSeconds", config.limits().turnSeconds())
        .put("turnTokens", config.limits().turnTokens());
    return node;
  }

  private ObjectNode personaNode(BoxConfig.Persona persona) {
    return mapper.createObjectNode().put("identity", persona.identity()).put("soul", persona.soul())
        .put("instructions", persona.instructions());
  }
}
