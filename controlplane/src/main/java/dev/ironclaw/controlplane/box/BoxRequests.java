package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parses what boxes post. Everything that is not exactly a form of the box API is refused.
final class BoxRequests {
  private static final int NAME_CHARS = 256;
  private static final int MAX_ACKS = 1024;
  /// Far above what the deepest form needs, far below what a stack can bear.
  private static final int MAX_DEPTH = 8;

  private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(20)
          .maxStringLength(BoxApi.MAX_COMMIT_BYTES).maxNameLength(NAME_CHARS).maxTokenCount(20_000).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  BoxHello hello(ByteBuffer body) {
    return read("hello", body, form -> {
      int version = form.integer("version", 0, 1_000_000);
      if (version != BoxApi.VERSION) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "hello.version must be " + BoxApi.VERSION
            + "; build the box's image from the same release as the control plane");
      }
      return new BoxHello(version, form.object("posture", BoxRequests::posture));
    });
  }

  BoxCommit commit(ByteBuffer body) {
    return read("commit", body, form -> new BoxCommit(form.objects("rows", BoxApi.MAX_COMMIT_ROWS, BoxRequests::row),
        form.objects("acks", MAX_ACKS, BoxRequests::ack),
        form.objects("state", BoxApi.MAX_STATE_KEYS, BoxRequests::state)));
  }

  PartialText partial(ByteBuffer body) {
    return read("partial", body, form -> new PartialText(id(form, "inReplyTo"),
        form.integer("offset", 0, Integer.MAX_VALUE), form.text("text", BoxApi.MAX_PARTIAL_CHARS)));
  }

  Heartbeat heartbeat(ByteBuffer body) {
    return read("heartbeat", body, form -> new Heartbeat(optionalId(form, "turn"),
        form.optionalText("tool", NAME_CHARS), form.number("toolTimeoutMillis", 0, 86_400_000)));
  }

  ToolRequest tool(ByteBuffer body) {
    return read("tool", body, form -> new ToolRequest(id(form, "origin"), id(form, "call"), form.anyObject("input")));
  }

  /// The action of a `SYSTEM` row, which is JSON inside of JSON; empty where it names none.
  Optional<String> action(String content) {
    try {
      JsonNode node = mapper.readTree(content);
      return node.isObject()
          ? node.optional("action").filter(JsonNode::isString).map(JsonNode::stringValue)
              .filter(action -> !action.isEmpty() && action.length() <= NAME_CHARS)
          : Optional.empty();
    } catch (JacksonException e) {
      // silent-ok: what is not JSON names no action, and the caller refuses it.
      return Optional.empty();
    }
  }

  private <T> T read(String what, ByteBuffer body, Function<JsonForm, T> read) {
    JsonNode node;
    try {
      node = mapper.readTree(body.array(), body.arrayOffset(), body.remaining());
    } catch (JacksonException e) {
      // The parser's own words quote the input: only where it stumbled is told.
      throw new IronclawException(ErrorCode.INVALID_REQUEST, what + ": the body is not JSON as the box API has it", e);
    }
    return JsonForm.read(what, node, read);
  }

  private static BoxPosture posture(JsonForm form) {
    return new BoxPosture(form.text("kernel", NAME_CHARS), form.texts("interfaces", 64, 64),
        form.integer("uid", -1, Integer.MAX_VALUE), form.integer("gid", -1, Integer.MAX_VALUE),
        form.texts("capabilities", 5, 32), form.integer("noNewPrivileges", -1, 1), form.integer("seccomp", -1, 3),
        form.flag("rootReadOnly"), form.number("memoryLimitBytes", -1, Long.MAX_VALUE),
        form.number("processLimit", -2, Long.MAX_VALUE), form.number("openFilesLimit", -2, Long.MAX_VALUE),
        form.integer("cpus", -1, 65_536), form.optionalTexts("mounts", 16, 128));
  }

  private static MessageOut row(JsonForm form) {
    return new MessageOut(id(form, "id"), optionalId(form, "inReplyTo"),
        form.as("kind", form.text("kind", NAME_CHARS), BoxRequests::kind), form.text("channelType", NAME_CHARS),
        form.text("platformId", NAME_CHARS), form.optionalText("threadId", NAME_CHARS),
        form.text("content", BoxApi.MAX_CONTENT_CHARS), form.optionalText("deliverAfter", 64)
            .map(text -> form.as("deliverAfter", text, BoxRequests::instant)));
  }

  private static BoxCommit.Ack ack(JsonForm form) {
    return new BoxCommit.Ack(id(form, "messageId"),
        form.as("status", form.text("status", NAME_CHARS), BoxRequests::status));
  }

  private static BoxCommit.StateEntry state(JsonForm form) {
    return new BoxCommit.StateEntry(form.text("key", NAME_CHARS), form.optionalText("value",
        BoxApi.MAX_COMMIT_BYTES));
  }

  private static MessageId id(JsonForm form, String name) {
    return form.as(name, form.text(name, NAME_CHARS), MessageId::new);
  }

  private static Optional<MessageId> optionalId(JsonForm form, String name) {
    return form.optionalText(name, NAME_CHARS).map(text -> form.as(name, text, MessageId::new));
  }

  private static MessageKind kind(String word) {
    return switch (word) {
      case "chat" -> MessageKind.CHAT;
      case "system" -> MessageKind.SYSTEM;
      case String other -> throw malformed();
    };
  }

  private static AckStatus status(String word) {
    return switch (word) {
      case "processing" -> AckStatus.PROCESSING;
      case "completed" -> AckStatus.COMPLETED;
      case "failed" -> AckStatus.FAILED;
      case String other -> throw malformed();
    };
  }

  /// Within the years that fit the fixed width of a stored time.
  private static Instant instant(String text) {
    Instant instant = Instant.parse(text);
    if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
      throw malformed();
    }
    return instant;
  }

  private static IronclawException malformed() {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "malformed");
  }
}
