package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.registry.JobOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A job that an agent asks for, or the end of one that was approved.
public sealed interface JobPayload extends Payload {
  /// One to start.
  record Order(JobOrder order) implements JobPayload {
    @Override
    public JsonNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("title", order.title())
          .put("description", order.description()).put("mode", order.mode().wireName());
      order.project().ifPresent(project -> json.put("project_dir", project));
      order.grants().forEach((env, source) -> json.withArray("credential_grants").addObject().put("env_var", env)
          .put("source", source));
      order.hosts().forEach(host -> json.withArray("allowed_hosts").add(host));
      order.call().ifPresent(id -> json.put("call", id));
      return json;
    }
  }

  /// One to end, and to forget.
  record Withdraw(JobId id) implements JobPayload {
    @Override
    public JsonNode toJson() {
      return JsonNodeFactory.instance.objectNode().put("remove", id.value());
    }
  }
}
