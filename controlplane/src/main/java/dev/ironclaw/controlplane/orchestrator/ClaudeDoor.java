package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.controlplane.leak.LeakJson;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.modelproxy.ModelRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What Claude Code asks of its model, made fit for the model proxy: what names this machine or the person, and what the
/// company only tries out, is left out, for the program works without; what asks the company for more than an answer is
/// refused there, and the program tells its model so. The model is the job's.
final class ClaudeDoor {
  private static final int MAX_MODEL_CHARS = 128;
  private static final String PATH = "/v1/messages";
  /// Of the request: a device's and a conversation's ids, and how the company is to shorten the conversation.
  private static final Set<String> LEFT_OUT = Set.of("metadata", "context_management", "service_tier", "diagnostics",
      "speed");
  /// Of a tool.
  private static final String DEFERRED = "defer_loading";
  private static final Set<String> TOOL_LEFT_OUT = Set.of(DEFERRED, "eager_input_streaming");

  private final JobModels models;
  private final Leaks leaks;

  ClaudeDoor(JobModels models, Leaks leaks) {
    this.models = models;
    this.leaks = leaks;
  }

  /// One call, ready to be forwarded.
  record Call(ModelRequest request) {}

  /// @throws dev.ironclaw.contract.IronclawException for a body that is none, and what [JobModels#claude] throws
  Call call(JobCrossing crossing, HttpFields headers, ByteBuffer body) {
    ObjectNode json = JobBodies.object(body);
    String asked = JobBodies.text(json, "model", MAX_MODEL_CHARS).orElseThrow(
        () -> JobBodies.wrong("model", "is missing"));
    JobModels.Model model = models.claude(crossing.job(), asked);
    lean(json);
    // Taken out, not refused: what a program once read stays in its conversation, which would be stuck.
    byte[] lean = JsonMapper.shared().writeValueAsBytes(
        LeakJson.redact(leaks, "model request of " + crossing.session(), json));
    return new Call(new ModelRequest(crossing.session(), model.payer(), model.choice(), PATH, headers,
        ByteBuffer.wrap(lean)));
  }

  private static void lean(ObjectNode json) {
    json.remove(LEFT_OUT);
    if (json.path("thinking") instanceof ObjectNode thinking) {
      thinking.remove("display");
    }
    for (JsonNode message : json.path("messages")) {
      if (message instanceof ObjectNode object) {
        object.remove("output_config");
      }
    }
    if (json.path("tools") instanceof ArrayNode tools) {
      List<JsonNode> kept = new ArrayList<>();
      for (JsonNode tool : tools) {
        // One that the company's own search would have to find first.
        if (!tool.path(DEFERRED).asBoolean(false)) {
          if (tool instanceof ObjectNode object) {
            object.remove(TOOL_LEFT_OUT);
          }
          kept.add(tool);
        }
      }
      tools.removeAll();
      tools.addAll(kept);
    }
  }
}
