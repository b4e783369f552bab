package dev.ironclaw.controlplane;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.ToolName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a hostile box sends: every door, with input that is right, nearly right, forged, oversized or no HTTP at all.
/// Follows from the seed and from what the box was told of ids.
final class HostileRequests {
  /// One request.
  ///
  /// @param door what it knocks at, for the tally
  /// @param whole false where the bytes may be no whole request: the sender shuts its side and reads until the end
  // Never compared: sent.
  @SuppressWarnings("ArrayRecordComponent")
  record Shot(String door, byte[] bytes, boolean whole) {}

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> PATHS = List.of("/v1/hello/", "/V1/state", "/v1/../v1/queue/state",
      "/v1/%71ueue/state",
      "//v1/queue/state", "/v1/model", "/v1/tools/", "/v1/tools/../persona", "/v1/tools/http_fetch%00", "/", "*",
      "/v1/registry/agent-groups", "/v1/changes", "/metrics", "/v1/queue/state;a=b", "/v1/queue/state?session=1",
      "/v1/model/../../v1/providers", "http://127.0.0.1:8787/v1/status", "/v1/events?after=-1",
      "/v1/events?after=1&after=2");
  private static final List<String> MODEL_PATHS = List.of("/v1/messages", "/v1/chat/completions", "/v1/responses",
      "/v1beta/models/mock-1:streamGenerateContent", "/v1/messages/../../admin", "/v1/files", "/%2e%2e/v1/messages",
      "//169.254.169.254/latest/meta-data", "/v1/messages?beta=true", "@127.0.0.1/");
  private static final List<String> HOSTS = List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0",
      "169.254.169.254", "10.0.0.1", "192.168.1.1", "100.64.0.1", "[fd00::1]", "[64:ff9b::7f00:1]", "2130706433",
      "0x7f000001", "open.example.org", "two.example.org", "public.example.org", "open.example.org.",
      "OPEN.example.org",
      "user@open.example.org", "open.example.org:22", "127.0.0.1#@open.example.org", "open.example.org\\@127.0.0.1");
  private static final List<String> FIELDS = List.of("id", "session", "agentGroupId", "agent", "kind", "payload",
      "path",
      "input", "reason", "text", "title", "task_id", "url", "method", "credential", "name", "question", "options",
      "after");
  private static final List<String> ODD = List.of("", "\u0000", "\u202e", "../../../../etc/shadow", "/etc/passwd",
      "'; DROP TABLE changes; --", "${jndi:ldap://127.0.0.1/a}", "{{7*7}}", "%n%s%x", "\ud83d\ude42", "a".repeat(3_000),
      "\r\nX-Injected: 1", "<script>alert(1)</script>", "\u001b[2J", "1e999", "-1", "9223372036854775808", "null");

  private final Random random;
  private final List<String> othersIds;
  private final Set<String> ownIds;

  /// @param othersIds ids of sessions, messages, notes and agents that are not this box's
  /// @param ownIds inbound rows that the box was shown; grows
  HostileRequests(Random random, List<String> othersIds, Set<String> ownIds) {
    this.random = random;
    this.othersIds = othersIds;
    this.ownIds = ownIds;
  }

  Shot next() {
    int dice = random.nextInt(100);
    if (dice < 12) {
      return post("heartbeat", BoxApi.HEARTBEAT, heartbeat());
    } else if (dice < 37) {
      return post("commit", BoxApi.COMMIT, commit());
    } else if (dice < 45) {
      return whole("state", "GET", BoxApi.STATE, "", new byte[0]);
    } else if (dice < 53) {
      return post("partial", BoxApi.PARTIAL, partial());
    } else if (dice < 56) {
      return whole("persona", "GET", BoxApi.PERSONA, "", new byte[0]);
    } else if (dice < 76) {
      String tool = tool();
      return post("tools", BoxApi.TOOLS + "/" + tool, random.nextInt(3) > 0 ? wellFormed(tool) : call());
    } else if (dice < 86) {
      return post("model", BoxApi.MODEL + one(MODEL_PATHS), model());
    } else if (dice < 88) {
      return post("hello", BoxApi.HELLO, object());
    } else if (dice < 94) {
      return whole("unknown", one(List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT")), one(PATHS),
          one(List.of("", "X-Session: " + one(othersIds) + "\r\n", "X-Forwarded-For: 127.0.0.1\r\n",
              "Authorization: Bearer " + one(othersIds) + "\r\n", "Upgrade: h2c\r\nConnection: Upgrade\r\n",
              "Expect: 100-continue\r\n")),
          new byte[0]);
    }
    return broken();
  }

  private String tool() {
    return random.nextInt(20) == 0 ? one(ODD).replaceAll("[^a-z0-9_./%-]", "") : one(ToolName.ALL);
  }

  private ObjectNode heartbeat() {
    ObjectNode beat = JSON.createObjectNode().put("toolTimeoutMillis",
        random.nextInt(5) > 0 ? random.nextInt(86_400_000) : random.nextLong());
    if (random.nextBoolean()) {
      beat.put("turn", id()).put("tool", random.nextInt(5) > 0 ? one(ToolName.ALL) : word());
    }
    return odd(beat);
  }

  private ObjectNode partial() {
    return odd(JSON.createObjectNode().put("inReplyTo", id()).put("offset", random.nextInt(4) - 1).put("text", word()));
  }

  private ObjectNode commit() {
    ObjectNode commit = JSON.createObjectNode();
    ArrayNode rows = commit.putArray("rows");
    for (int i = random.nextInt(4); i > 0; i--) {
      String to = id();
      ObjectNode row = rows.addObject()
          .put("id", random.nextInt(4) == 0 ? "out_" + to : "row_" + Long.toHexString(random.nextLong()))
          .put("kind", random.nextBoolean() ? "chat" : "system")
          .put("channelType", one(List.of("webchat", "agent", "webchat", "telegram")))
          .put("platformId", one(List.of("owner", "anna", "gull", "mal0", "mal1")));
      if (random.nextBoolean()) {
        row.put("inReplyTo", to);
      }
      row.put("content", row.path("kind").asString().equals("system") ? system().toString() : word());
    }
    ArrayNode acks = commit.putArray("acks");
    for (int i = random.nextInt(3); i > 0; i--) {
      acks.addObject().put("messageId", id()).put("status", one(List.of("processing", "completed", "failed")));
    }
    ArrayNode state = commit.putArray("state");
    if (random.nextInt(6) == 0) {
      state.addObject().put("key", "k" + random.nextInt(2_000)).put("value", word().repeat(20));
    }
    return odd(commit);
  }

  /// A request of the gateway, of a person or of another agent, as a row.
  private ObjectNode system() {
    ObjectNode row = JSON.createObjectNode().put("action", random.nextInt(4) == 0 ? word() : one(ToolName.ALL))
        .put("reason", word());
    ObjectNode payload = row.putObject("payload");
    payload.put("kind", one(List.of("enabled_tools", "permissions", "wiring", "mounts", "budget", "model", "persona",
        "policy", "nothing")));
    payload.put("agentGroupId", one(othersIds)).put("decidedBy", "owner").put("approved", true).put("state", "applied");
    payload.putObject("payload").putArray("add").add(one(ToolName.ALL));
    payload.put("question", word()).put("agent", "anna").put("text", word()).put("name",
        "Mal " + random.nextInt(1_000));
    return row;
  }

  /// What the tool takes, with content that is hostile.
  private ObjectNode wellFormed(String tool) {
    ObjectNode call = asked();
    ObjectNode input = call.putObject("input");
    switch (tool) {
      case ToolName.HTTP_FETCH -> {
        input.put("url", "https://" + one(HOSTS) + "/" + random.nextInt(100));
        if (random.nextInt(4) == 0) {
          input.put("credential", one(List.of("git", "GIT", "anna")));
        }
      }
      case ToolName.WEB_SEARCH, ToolName.RECALL -> input.put("query", word());
      case ToolName.REQUEST_API_ACCESS -> input.put("reason", word()).putArray("hosts").add(one(HOSTS));
      case ToolName.REMEMBER -> input.put("text", word());
      case ToolName.SCHEDULE_TASK ->
        input.put("prompt", word()).put("run_at", "2030-01-01T00:00:00Z").put("reason", word());
      case ToolName.CANCEL_TASK, ToolName.PAUSE_TASK, ToolName.RESUME_TASK -> input.put("task_id", one(othersIds));
      case ToolName.UPDATE_TASK -> input.put("task_id", one(othersIds)).put("prompt", word());
      case ToolName.SEND_FILE -> input.put("path", one(ODD)).put("caption", word());
      case String _ -> {
      }
    }
    return call;
  }

  private ObjectNode asked() {
    return JSON.createObjectNode().put("origin", id()).put("call", "call_" + Long.toHexString(random.nextLong()));
  }

  private ObjectNode call() {
    ObjectNode call = asked();
    ObjectNode input = call.putObject("input");
    input.put("url", "https://" + one(HOSTS) + one(List.of("/", "/v1", "/../", "/?" + word())))
        .put("method", one(List.of("GET", "POST", "TRACE", "get")));
    for (int i = random.nextInt(8); i > 0; i--) {
      input.put(one(FIELDS), one(List.of(word(), id(), one(othersIds))));
    }
    if (random.nextInt(3) == 0) {
      input.put("credential", "git").put("path", one(ODD)).put("task_id", one(othersIds)).put("hosts", word());
    }
    if (random.nextBoolean()) {
      input.put("prompt", word()).put("run_at", one(List.of("2030-01-01T00:00:00Z", "yesterday", "")));
    }
    return odd(call);
  }

  private ObjectNode model() {
    ObjectNode body = JSON.createObjectNode().put("model", one(List.of("mock-1", "claude-opus-4-8", "../x")))
        .put("max_tokens", 16)
        .put("stream", random.nextBoolean());
    body.putArray("messages").addObject().put("role", "user")
        .put("content",
            one(List.of(word(), "fail:529", "break", "garbage", "tool:http_fetch {\"url\":\"https://127.0.0.1/\"}")));
    switch (random.nextInt(6)) {
      case 0 -> body.putArray("mcp_servers").addObject().put("type", "url").put("url", "http://127.0.0.1/");
      case 1 -> body.putArray("tools").addObject().put("type", "web_search_20250305").put("name", "web_search");
      case 2 -> body.put("container", one(othersIds)).put("previous_response_id", "x");
      case 3 -> body.put("metadata", one(othersIds));
      default -> {
      }
    }
    return odd(body);
  }

  private ObjectNode object() {
    ObjectNode any = JSON.createObjectNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      any.put(one(FIELDS), word());
    }
    return any;
  }

  /// Now and then a field too many, of a wrong type or very deep.
  private ObjectNode odd(ObjectNode form) {
    switch (random.nextInt(40)) {
      case 0 -> form.put(one(FIELDS), one(othersIds));
      case 1 -> form.putArray(one(List.of("rows", "input", "text", "turn", "messages")));
      case 2 -> form.put(form.propertyNames().iterator().next(), random.nextLong());
      default -> {
      }
    }
    return form;
  }

  private Shot broken() {
    byte[] bytes = post("broken", BoxApi.COMMIT, commit()).bytes();
    switch (random.nextInt(5)) {
      case 0 -> random.nextBytes(bytes);
      case 1 -> bytes = ("POST " + BoxApi.HEARTBEAT
          + " HTTP/1.1\r\nHost: b\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
          + "GET " + BoxApi.STATE + " HTTP/1.1\r\nHost: b\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      case 2 -> bytes = ("GET " + BoxApi.STATE + " HTTP/1.1\r\nHost: b\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);
      case 3 -> bytes = ("POST " + BoxApi.COMMIT + " HTTP/1.1\r\nHost: b\r\nContent-Length: 99999999999\r\n\r\n{")
          .getBytes(StandardCharsets.US_ASCII);
      default -> {
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return new Shot("broken", bytes, false);
  }

  private String id() {
    return switch (random.nextInt(6)) {
      case 0 -> one(othersIds);
      default -> ownIds.isEmpty() ? "in_1" : one(List.copyOf(ownIds));
    };
  }

  private String word() {
    return random.nextBoolean() ? one(ODD) : Long.toString(random.nextLong(), 36);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Shot post(String door, String target, ObjectNode body) {
    return whole(door, "POST", target, "Content-Type: application/json\r\n",
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Shot whole(String door, String method, String target, String headers, byte[] body) {
    byte[] head = (method + " " + target + " HTTP/1.1\r\nHost: box\r\n" + headers + "Content-Length: " + body.length
        + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return new Shot(door, all, true);
  }
}
