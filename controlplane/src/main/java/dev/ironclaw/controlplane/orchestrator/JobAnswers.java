package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.llm.Completion;
import dev.ironclaw.controlplane.orchestrator.JobDesk.Assignment;
import dev.ironclaw.controlplane.orchestrator.JobDesk.GrantedVariable;
import dev.ironclaw.controlplane.orchestrator.JobDesk.Prompt;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints what jobs are told.
final class JobAnswers {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private JobAnswers() {}

  static byte[] assignment(Assignment assignment) {
    ObjectNode body = MAPPER.createObjectNode().put("title", assignment.title())
        .put("description", assignment.description());
    assignment.projectDir().ifPresentOrElse(folder -> body.put("project_dir", folder),
        () -> body.putNull("project_dir"));
    body.put("mode", assignment.mode().wireName()).put("max_iterations", assignment.maxIterations())
        .put("model", assignment.model());
    ArrayNode tools = body.putArray("allowed_tools");
    assignment.allowedTools().forEach(tools::add);
    body.put("timeout_seconds", assignment.timeout().toSeconds());
    if (assignment.idle().isPositive()) {
      body.put("idle_seconds", assignment.idle().toSeconds());
    }
    return MAPPER.writeValueAsBytes(body);
  }

  static byte[] ok() {
    return MAPPER.writeValueAsBytes(MAPPER.createObjectNode().put("status", "ok"));
  }

  static byte[] prompt(Prompt prompt, boolean withId) {
    ObjectNode answer = MAPPER.createObjectNode().put("content", prompt.content()).put("done", prompt.done());
    return MAPPER.writeValueAsBytes(withId ? answer.put("id", prompt.id()) : answer);
  }

  static byte[] credentials(List<GrantedVariable> granted) {
    ArrayNode list = MAPPER.createArrayNode();
    granted.forEach(one -> list.addObject().put("env_var", one.envVar()).put("value", one.value()));
    return MAPPER.writeValueAsBytes(list);
  }

  /// @param tools whether the answer may ask for tools: then words that are missing are null
  static byte[] completion(Completion completion, boolean tools) {
    ObjectNode body = MAPPER.createObjectNode();
    if (tools && completion.content().isEmpty()) {
      body.putNull("content");
    } else {
      body.put("content", completion.content());
    }
    if (tools) {
      ArrayNode calls = body.putArray("tool_calls");
      completion.toolCalls().forEach(call -> {
        ObjectNode node = calls.addObject().put("id", call.id()).put("name", call.name());
        node.set("arguments", call.arguments());
        call.signature().ifPresent(seal -> node.put("signature", seal));
        call.fault().ifPresent(fault -> node.put("arguments_parse_error", fault));
      });
    }
    body.put("input_tokens", completion.tokens().input()).put("output_tokens", completion.tokens().output())
        .put("finish_reason", completion.finish().wireName())
        .put("cache_read_input_tokens", completion.tokens().cacheRead())
        .put("cache_creation_input_tokens", completion.tokens().cacheWrite());
    completion.reasoning().ifPresent(text -> body.put("reasoning", text));
    return MAPPER.writeValueAsBytes(body);
  }

  static byte[] problem(ErrorCode code, int status, String detail) {
    return MAPPER.writeValueAsBytes(MAPPER.createObjectNode()
        .put("type", "urn:ironclaw:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("title", HttpStatus.getMessage(status)).put("status", status).put("detail", detail)
        .put("code", code.name()));
  }

  /// The same for a program of Anthropic's.
  static byte[] anthropicError(int status, String detail) {
    ObjectNode body = MAPPER.createObjectNode().put("type", "error");
    body.putObject("error").put("type", switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    }).put("message", detail);
    return MAPPER.writeValueAsBytes(body);
  }
}
