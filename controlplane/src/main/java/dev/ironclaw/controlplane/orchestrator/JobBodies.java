package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.WorkerApi;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Parses what jobs post. Fields that nobody asks for are passed over, as in the reference; what is no JSON is
/// `INVALID_REQUEST`, what is not the form `INVALID_PAYLOAD`. Errors name fields and never quote a value.
final class JobBodies {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_STATE_CHARS = 64;
  private static final int MAX_ID_CHARS = 128;
  private static final int MAX_ITERATION = 1_000_000;
  /// Others are told as `status`, as in the reference.
  private static final Set<String> EVENTS = Set.of("message", "tool_use", "tool_result", "result", "reasoning",
      "status");
  private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(64)
          .maxStringLength(WorkerApi.MAX_MODEL_REQUEST_BYTES).maxNameLength(1_024).maxTokenCount(300_000).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JobBodies() {}

  record Status(String state, Optional<String> message, int iteration) {}

  record Complete(boolean success, Optional<String> message, int iterations) {}

  record Event(Optional<String> id, String type, JsonNode data) {}

  static Status status(ByteBuffer body) {
    ObjectNode json = object(body);
    return new Status(text(json, "state", MAX_STATE_CHARS).orElseThrow(() -> wrong("state", "is missing")),
        text(json, "message", Integer.MAX_VALUE), iteration(json, "iteration"));
  }

  static Complete complete(ByteBuffer body) {
    ObjectNode json = object(body);
    JsonNode success = json.path("success");
    if (!success.isBoolean()) {
      throw wrong("success", "must be true or false");
    }
    return new Complete(success.booleanValue(), text(json, "message", Integer.MAX_VALUE),
        iteration(json, "iterations"));
  }

  static Event event(ByteBuffer body) {
    ObjectNode json = object(body);
    String type = text(json, "event_type", MAX_STATE_CHARS).orElseThrow(() -> wrong("event_type", "is missing"));
    JsonNode data = json.get("data");
    if (data == null) {
      throw wrong("data", "is missing");
    }
    Optional<String> id = text(json, "id", MAX_ID_CHARS);
    id.filter(String::isEmpty).ifPresent(_ -> {
      throw wrong("id", "must not be empty");
    });
    return new Event(id, EVENTS.contains(type) ? type : "status", data);
  }

  static ObjectNode object(ByteBuffer body) {
    JsonNode json;
    try {
      json = MAPPER.readTree(body.array(), body.arrayOffset() + body.position(), body.remaining());
    } catch (JacksonException e) {
      // Without the reader's words: they quote the request.
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "the body is not one JSON object within its bounds");
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new IronclawException(json == null || json.isMissingNode()
        ? ErrorCode.INVALID_REQUEST
        : ErrorCode.INVALID_PAYLOAD, "the body must be a JSON object");
  }

  /// Null is as if it were missing.
  static Optional<String> text(JsonNode json, String name, int most) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw wrong(name, "must be a string");
    }
    String text = value.stringValue();
    if (text.length() > most) {
      throw wrong(name, "may have " + most + " characters");
    }
    // Half a surrogate pair has no UTF-8 form: stored, it would come back as another text.
    if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
      throw wrong(name, "holds half a surrogate pair");
    }
    return Optional.of(text);
  }

  private static int iteration(ObjectNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0
        || value.intValue() > MAX_ITERATION) {
      throw wrong(name, "must be a whole number from 0 to " + MAX_ITERATION);
    }
    return value.intValue();
  }

  static IronclawException wrong(String field, String what) {
    return new IronclawException(ErrorCode.INVALID_PAYLOAD, field + " " + what);
  }
}
