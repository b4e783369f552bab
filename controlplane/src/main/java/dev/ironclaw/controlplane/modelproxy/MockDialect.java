package dev.ironclaw.controlplane.modelproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One dialect as the mock speaks it: how a request is read, and how an answer is written, as events or whole.
interface MockDialect {
  Dialect dialect();

  /// Empty when the request lacks what the API needs.
  Optional<MockAsked> read(String path, Optional<String> query, JsonNode body);

  /// The first events of any answer.
  List<String> begin(MockReply reply);

  /// The events of one piece of a text.
  List<String> piece(MockReply reply, String text);

  /// The last events of a text.
  List<String> end(MockReply reply, String text);

  /// All events of an answer in tool calls, its end too.
  List<String> calls(MockReply reply, List<MockAnswer.ToolCall> calls);

  /// The whole answer in one.
  JsonNode whole(MockReply reply, MockAnswer.Words answer);

  /// The body of an HTTP error.
  ObjectNode error(JsonMapper mapper, int status, String message);

  /// An event without a name.
  static String data(JsonNode event) {
    return "data: " + event + "\n\n";
  }

  /// An event that bears its type as its name.
  static String named(ObjectNode event) {
    return "event: " + event.get("type").stringValue() + "\n" + data(event);
  }

  /// A field's text; nothing for everything else.
  static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value != null && value.isString() ? value.stringValue() : "";
  }

  /// The objects of a list; none for everything else.
  static List<JsonNode> list(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value != null && value.isArray() ? List.copyOf(value.values()) : List.of();
  }

  /// A bare text, or the `text` of each part that has one, line by line.
  static String words(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value != null && value.isString()) {
      return value.stringValue();
    }
    return list(node, field).stream().map(part -> text(part, "text")).filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /// The model's own words, between two rounds of results.
  MockAsked.Message MODEL = new MockAsked.Message("", List.of());

  /// Results with nothing of the model's between them are one message; a message without words, as a picture alone, is none.
  static List<MockAsked.Message> grouped(List<MockAsked.Message> single) {
    List<MockAsked.Message> grouped = new ArrayList<>();
    boolean sameRound = false;
    for (MockAsked.Message message : single) {
      boolean goesOn = sameRound;
      sameRound = !message.results().isEmpty();
      if (sameRound && goesOn) {
        List<String> results = new ArrayList<>(grouped.removeLast().results());
        results.addAll(message.results());
        grouped.add(new MockAsked.Message("", results));
      } else if (!message.results().isEmpty() || !message.words().isEmpty()) {
        grouped.add(message);
      }
    }
    return grouped;
  }
}
