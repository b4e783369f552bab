package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server of the Model Context Protocol over lines of JSON-RPC 2.0. It offers one tool and keeps nothing. Source:
/// modelcontextprotocol.io/specification/2025-11-25.
///
/// Threading: one thread reads; calls of the tool run on threads of their own.
final class McpServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  /// Newest first.
  private static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
  private static final int MOST_AT_ONCE = 16;
  private static final int PARSE_ERROR = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INVALID_PARAMS = -32602;
  private static final int INTERNAL_ERROR = -32603;

  private final Supplier<Optional<String>> in;
  private final Consumer<String> out;
  private final Supplier<ControlPlaneClient> clients;
  private final McpTool tool;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<JsonNode, Call> running = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  /// A call of the tool, from the moment at which its line was read.
  private static final class Call {
    private @Nullable ControlPlaneClient client;
    private boolean cancelled;

    /// @return false where it was cancelled by then: it asks for nothing
    synchronized boolean begins(ControlPlaneClient asking) {
      client = asking;
      return !cancelled;
    }

    void cancel() {
      ControlPlaneClient asking;
      synchronized (this) {
        cancelled = true;
        asking = client;
      }
      if (asking != null) {
        asking.close();
      }
    }

    synchronized boolean isCancelled() {
      return cancelled;
    }
  }

  /// @param in the next line; empty at the end
  /// @param out takes a line
  /// @param clients opens a connection for one call; closing it ends the call
  McpServer(Supplier<Optional<String>> in, Consumer<String> out, Supplier<ControlPlaneClient> clients,
      Optional<String> project, Optional<String> policy) {
    this.in = in;
    this.out = out;
    this.clients = clients;
    this.tool = new McpTool(project, policy);
  }

  /// To the end of the input.
  void serve() {
    for (Optional<String> line = in.get(); line.isPresent(); line = in.get()) {
      if (!line.get().isBlank()) {
        take(line.get());
      }
    }
  }

  private void take(String line) {
    JsonNode message;
    try {
      message = JSON.readTree(line);
    } catch (JacksonException e) {
      // silent-ok: the answer says it
      say(error(JSON.nullNode(), PARSE_ERROR, "this line is no JSON"));
      return;
    }
    if (message.isArray()) {
      batch(message);
    } else if (isCall(message)) {
      JsonNode id = message.path("id");
      Call call = new Call();
      if (running.putIfAbsent(id, call) != null) {
        say(error(id, INVALID_REQUEST, "this id is in use"));
        return;
      }
      // It is known before the next line is read, which may cancel it.
      calls.execute(() -> called(id, message.path("params"), call).ifPresent(this::say));
    } else {
      answer(message).ifPresent(this::say);
    }
  }

  /// Several at once, which an older version of the protocol knows.
  private void batch(JsonNode messages) {
    calls.execute(() -> {
      ArrayNode answers = JSON.createArrayNode();
      messages.values().forEach(message -> answer(message).ifPresent(answers::add));
      if (!answers.isEmpty()) {
        say(answers);
      }
    });
  }

  private static boolean isCall(JsonNode message) {
    return isRequest(message) && isId(message.path("id")) && message.path("method").asString("").equals("tools/call");
  }

  private static boolean isRequest(JsonNode message) {
    return message.isObject() && message.path("jsonrpc").asString("").equals("2.0");
  }

  private static boolean isId(JsonNode id) {
    return id.isString() || id.isNumber();
  }

  /// Empty for what wants no answer.
  private Optional<ObjectNode> answer(JsonNode message) {
    JsonNode id = message.path("id");
    String method = message.path("method").asString("");
    if (!isRequest(message)) {
      return Optional.of(error(JSON.nullNode(), INVALID_REQUEST, "this is no request of JSON-RPC 2.0"));
    }
    if (method.isEmpty()) {
      // An answer; nothing was asked.
      return Optional.empty();
    }
    if (id.isMissingNode()) {
      if (method.equals("notifications/cancelled")) {
        cancel(message.path("params").path("requestId"));
      }
      return Optional.empty();
    }
    if (!isId(id)) {
      return Optional.of(error(JSON.nullNode(), INVALID_REQUEST, "\"id\" must be a text or a number"));
    }
    return switch (method) {
      case "initialize" -> Optional.of(result(id, initialized(message.path("params"))));
      case "ping" -> Optional.of(result(id, JSON.createObjectNode()));
      case "tools/list" -> Optional.of(result(id, listed()));
      case "tools/call" -> {
        Call call = new Call();
        yield running.putIfAbsent(id, call) == null
            ? called(id, message.path("params"), call)
            : Optional.of(error(id, INVALID_REQUEST, "this id is in use"));
      }
      default -> Optional.of(error(id, METHOD_NOT_FOUND, "there is no method " + method + " here"));
    };
  }

  private static ObjectNode initialized(JsonNode params) {
    String wanted = params.path("protocolVersion").asString("");
    ObjectNode answer = JSON.createObjectNode()
        .put("protocolVersion", VERSIONS.contains(wanted) ? wanted : VERSIONS.getFirst());
    answer.putObject("capabilities").putObject("tools");
    answer.putObject("serverInfo").put("name", "ironclaw").put("title", "IronClaw").put("version",
        VersionCommand.own());
    return answer.put("instructions",
        "Commands run in a container on the person's machine, not in your own shell. What they may is a person's "
            + "decision; a refusal says how to ask for more.");
  }

  private ObjectNode listed() {
    ObjectNode answer = JSON.createObjectNode();
    answer.putArray("tools").add(tool.description());
    return answer;
  }

  /// Empty where it was cancelled: nobody waits for an answer then. Whatever fails has an answer.
  private Optional<ObjectNode> called(JsonNode id, JsonNode params, Call call) {
    ObjectNode answer;
    try {
      answer = answered(id, params, call);
    } catch (RuntimeException e) {
      answer = error(id, INTERNAL_ERROR, "the call failed inside (" + e.getClass().getSimpleName() + ")");
    } finally {
      running.remove(id, call);
    }
    return call.isCancelled() ? Optional.empty() : Optional.of(answer);
  }

  private ObjectNode answered(JsonNode id, JsonNode params, Call call) {
    if (!params.path("name").asString("").equals(McpTool.NAME)) {
      return error(id, INVALID_PARAMS, "there is no such tool; there is " + McpTool.NAME);
    }
    if (!room.tryAcquire()) {
      return result(id, McpTool.failed("at most " + MOST_AT_ONCE + " commands at a time; wait for one"));
    }
    try (ControlPlaneClient client = clients.get()) {
      return result(id, call.begins(client)
          ? run(client, params.path("arguments"))
          : McpTool.failed("it was cancelled before it began"));
    } catch (ApiException | CommandFailure e) {
      return result(id, McpTool.failed(String.valueOf(e.getMessage())));
    } finally {
      room.release();
    }
  }

  private ObjectNode run(ControlPlaneClient client, JsonNode arguments) {
    try {
      return tool.result(client.jobs().commands().run(tool.body(arguments)));
    } catch (ApiException e) {
      return McpTool.failed(e.words());
    } catch (CommandFailure | JacksonException e) {
      return McpTool.failed("the arguments are not as the tool's schema has them: " + e.getMessage());
    }
  }

  private void cancel(JsonNode id) {
    Optional.ofNullable(running.remove(id)).ifPresent(Call::cancel);
  }

  private static ObjectNode result(JsonNode id, ObjectNode result) {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", id);
    answer.set("result", result);
    return answer;
  }

  private static ObjectNode error(JsonNode id, int code, String words) {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", id);
    answer.putObject("error").put("code", code).put("message", words);
    return answer;
  }

  private synchronized void say(JsonNode message) {
    out.accept(JSON.writeValueAsString(message));
  }

  /// Ends every call.
  @Override
  public void close() {
    new ArrayList<>(running.keySet()).forEach(this::cancel);
    calls.close();
  }
}
