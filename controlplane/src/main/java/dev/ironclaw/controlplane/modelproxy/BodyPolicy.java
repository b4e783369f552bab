package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// What a box may ask of a model: an answer, and nothing of what companies run beside their models. A provider that looks
/// pages up, opens a link, calls a server or hands out a stored file does it from a network that nobody here watches, so
/// each of them would be a way out of the box. Only fields that are known to ask for an answer pass, tools are the box's
/// own, and what is shown to the model stands in the request itself.
final class BodyPolicy {
  private static final JsonFactory JSON = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Map<Dialect, Set<String>> FIELDS = Map.of(
      Dialect.ANTHROPIC, Set.of("model", "messages", "max_tokens", "system", "stream", "temperature", "top_p", "top_k",
          "stop_sequences", "tools", "tool_choice", "thinking", "metadata", "cache_control", "output_config"),
      Dialect.OPENAI, Set.of("model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens",
          "temperature", "top_p", "stop", "tools", "tool_choice", "parallel_tool_calls", "reasoning_effort",
          "reasoning",
          "include_reasoning", "response_format", "seed", "frequency_penalty", "presence_penalty", "user", "usage",
          "store", "prompt_cache_key", "think"),
      Dialect.OPENAI_RESPONSES, Set.of("model", "input", "instructions", "stream", "stream_options",
          "max_output_tokens", "temperature", "top_p", "tools", "tool_choice", "parallel_tool_calls", "reasoning",
          "include", "store", "text", "truncation", "prompt_cache_key", "user", "metadata"),
      Dialect.GEMINI, Set.of("contents", "systemInstruction", "system_instruction", "tools", "toolConfig",
          "tool_config", "generationConfig", "generation_config", "safetySettings", "safety_settings"));
  /// Below these stand words of the model or a schema, which the provider acts on in no way.
  private static final Map<Dialect, Set<String>> WORDS = Map.of(
      Dialect.ANTHROPIC, Set.of("input", "input_schema", "schema"),
      Dialect.OPENAI, Set.of("parameters", "schema"),
      Dialect.OPENAI_RESPONSES, Set.of("parameters", "schema"),
      Dialect.GEMINI, Set.of("args", "response", "parameters", "parametersJsonSchema", "parameters_json_schema",
          "responseSchema", "response_schema", "responseJsonSchema", "response_json_schema"));
  /// Each names something that the provider would fetch, or that it keeps of somebody.
  private static final Set<String> REMOTE = Set.of("file_id", "fileid", "fileuri", "file_uri", "filedata", "file_url",
      "server_url", "connector_id", "mcp_servers", "video_metadata", "videometadata");
  /// However the word before it is spelt, upstreams fetch what such a field names.
  private static final Pattern LINK_FIELD = Pattern.compile("(?i).*(url|uri|file_?data)");
  private static final Pattern LINK = Pattern.compile("(?is)\\s*[a-z][a-z0-9+.-]{0,30}://.*");
  /// What people, tools and models say, which no upstream opens.
  private static final Set<String> PROSE = Set.of("text", "content", "system", "instructions", "input", "output",
      "arguments", "thinking", "reasoning", "reasoning_content", "refusal", "description", "stop", "stop_sequences",
      "stopSequences", "title", "context");
  private static final Set<String> OWN_TOOLS = Set.of("function", "custom");
  /// What a tool of the box's own says of itself.
  private static final Map<Dialect, Set<String>> TOOL_FIELDS = Map.of(
      Dialect.ANTHROPIC, Set.of("type", "name", "description", "input_schema", "input_examples", "cache_control",
          "strict"),
      Dialect.OPENAI, Set.of("type", "function", "custom", "cache_control", "strict"),
      Dialect.OPENAI_RESPONSES, Set.of("type", "name", "description", "parameters", "format", "strict"),
      Dialect.GEMINI, Set.of("functionDeclarations", "function_declarations"));
  private static final int MAX_DEPTH = 100;

  private BodyPolicy() {}

  /// The model's name in a body, with its quotes.
  ///
  /// @param start offset of its first byte from the body's position
  record Span(int start, int end, String model) {}

  /// Looks at every field.
  ///
  /// @return where the model is named; empty for a dialect whose body does not
  /// @throws IronclawException `INVALID_REQUEST` for what is no JSON object that names a model as the dialect has it,
  ///         `DENIED` for what asks for more than an answer
  static Optional<Span> check(Dialect dialect, ByteBuffer body) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body.array(),
        body.arrayOffset() + body.position(), body.remaining())) {
      Optional<Span> model = new Walk(dialect, parser).walk();
      if (dialect.namesModel() && model.isEmpty()) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "call the model: the request names no model");
      }
      return model;
    } catch (JacksonException e) {
      // Without the reader's words: they quote the request.
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "call the model: the request is not one JSON object of the dialect " + dialect);
    }
  }

  /// The body with another model in it.
  static ByteBuffer withModel(ByteBuffer body, Span span, String model) {
    byte[] name = JsonMapper.shared().writeValueAsBytes(model);
    ByteBuffer changed = ByteBuffer.allocate(body.remaining() - (span.end - span.start) + name.length);
    changed.put(body.slice(body.position(), span.start)).put(name)
        .put(body.slice(body.position() + span.end, body.remaining() - span.end));
    return changed.flip();
  }

  private static final class Walk {
    private final Dialect dialect;
    private final JsonParser parser;
    /// The field under which each open object or list stands; a list's elements have the list's.
    private final Deque<String> open = new ArrayDeque<>();
    private Optional<Span> model = Optional.empty();

    Walk(Dialect dialect, JsonParser parser) {
      this.dialect = dialect;
      this.parser = parser;
    }

    Optional<Span> walk() {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "call the model: the request is no JSON object");
      }
      open.push("");
      String field = "";
      while (!open.isEmpty()) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new IronclawException(ErrorCode.INVALID_REQUEST, "call the model: the request ends in its midst");
        }
        if (token == JsonToken.PROPERTY_NAME) {
          field = parser.currentName();
          named(field);
          continue;
        }
        requireTool(token, field);
        if (token.isStructStart()) {
          field = entered(token, field);
        } else if (token.isStructEnd()) {
          field = open.pop();
        } else if (token == JsonToken.VALUE_STRING) {
          text(field);
        } else if (token == JsonToken.VALUE_TRUE && field.equals("store")) {
          throw denied("\"store\": true");
        }
      }
      if (parser.nextToken() != null) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "call the model: more follows the request");
      }
      return model;
    }

    private String entered(JsonToken token, String field) {
      if (token == JsonToken.START_OBJECT && isWords(field)) {
        parser.skipChildren();
        return field;
      }
      if (open.size() >= MAX_DEPTH) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "call the model: the request nests too deep");
      }
      open.push(field);
      return field;
    }

    private boolean isWords(String field) {
      // At the top, "input" of the responses API is the conversation.
      return open.size() > 1 && WORDS.getOrDefault(dialect, Set.of()).contains(field);
    }

    private void named(String field) {
      boolean top = open.size() == 1;
      if ((top && !FIELDS.getOrDefault(dialect, Set.of()).contains(field))
          || REMOTE.contains(field.toLowerCase(Locale.ROOT))
          || (isTool() && !TOOL_FIELDS.getOrDefault(dialect, Set.of()).contains(field))) {
        throw denied("\"" + VisibleText.brief(field) + "\"");
      }
    }

    /// Tools are one list of objects: in any other shape an upstream may find tools that were not looked at here.
    private void requireTool(JsonToken token, String field) {
      boolean list = open.size() == 1 && field.equals("tools");
      boolean element = open.size() == 2 && "tools".equals(open.peek()) && token != JsonToken.END_ARRAY;
      if ((list && token != JsonToken.START_ARRAY && token != JsonToken.END_OBJECT)
          || (element && token != JsonToken.START_OBJECT)) {
        throw denied("\"tools\" that are no list of objects");
      }
    }

    /// Directly in an element of the list of tools.
    private boolean isTool() {
      return open.size() == 3 && "tools".equals(open.peek());
    }

    private void text(String field) {
      if (open.size() == 1 && field.equals("model") && dialect.namesModel()) {
        String name = parser.getString();
        // Counted from where the parser began, not from the array's.
        int start = (int) parser.currentTokenLocation().getByteOffset();
        int end = (int) parser.currentLocation().getByteOffset();
        if (start < 0 || end - start < name.length() + 2) {
          throw new IronclawException(ErrorCode.INVALID_REQUEST, "call the model: the request is not in UTF-8");
        }
        model = Optional.of(new Span(start, end, name));
      } else if (isLink(field, parser.getString())) {
        throw denied("a link in \"" + VisibleText.brief(field) + "\"");
      } else if (field.equals("type")) {
        type(parser.getString());
      }
    }

    private static boolean isLink(String field, String text) {
      return LINK_FIELD.matcher(field).matches()
          ? !text.startsWith("data:")
          : !PROSE.contains(field) && LINK.matcher(text).matches();
    }

    private void type(String type) {
      if ((isTool() && !OWN_TOOLS.contains(type)) || type.equals("item_reference")) {
        throw denied("\"" + VisibleText.brief(type) + "\"");
      }
    }

    private static IronclawException denied(String what) {
      return new IronclawException(ErrorCode.DENIED, "call the model: the request has " + what
          + ", which asks the model's company for more than an answer; a box may show only what stands in the request, "
          + "and use only tools of its own");
    }
  }
}
