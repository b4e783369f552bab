package dev.ironclaw.controlplane.modelproxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads the directives of `docs/mock-model.md` out of a conversation. Stateless: which round it is follows from the
/// messages alone, so that the same request has the same answer.
final class MockScript {
  static final String RECEIVED = "mock-agent received: ";
  private static final Pattern TOOL = Pattern.compile("tool:([A-Za-z0-9_-]{1,64})\\s*(\\{.*})?");
  private static final Pattern SLOW = Pattern.compile("slow:(\\d{1,4}) (\\d{1,5})");
  private static final Pattern FAIL = Pattern.compile("fail:([45]\\d\\d)(?: (\\d{1,3}))?");

  private static final Pattern BREAK = Pattern.compile("break(?: (\\d{1,3}))?");
  private static final Pattern DRIP = Pattern.compile("drip:([1-9]\\d{0,3})");

  private final JsonMapper mapper;

  MockScript(JsonMapper mapper) {
    this.mapper = mapper;
  }

  MockAnswer answer(MockAsked request) {
    List<MockAsked.Message> messages = request.messages();
    if (messages.isEmpty()) {
      return say(RECEIVED);
    }
    int asked = IntStream.range(0, messages.size()).filter(i -> messages.get(i).results().isEmpty()).max()
        .orElse(messages.size() - 1);
    String prompt = messages.get(asked).words();
    int rounds = messages.size() - 1 - asked;
    return rounds == 0 ? first(request.model(), prompt) : next(prompt, rounds, messages.getLast().results());
  }

  private MockAnswer first(String model, String prompt) {
    List<MockAnswer.ToolCall> calls = new ArrayList<>();
    for (String line : prompt.lines().map(String::strip).toList()) {
      Optional<MockAnswer> single = directive(line, model, prompt);
      if (single.isPresent() && calls.isEmpty()) {
        return single.get();
      }
      Matcher tool = TOOL.matcher(line);
      if (tool.matches()) {
        Optional<MockAnswer.ToolCall> call = call(tool);
        if (call.isEmpty()) {
          return say("mock-agent: the JSON of this directive is malformed: " + line);
        }
        calls.add(call.get());
      }
    }
    return calls.isEmpty() ? say(RECEIVED + prompt) : new MockAnswer.ToolCalls(calls);
  }

  private Optional<MockAnswer> directive(String line, String model, String prompt) {
    Matcher slow = SLOW.matcher(line);
    if (slow.matches()) {
      int count = Integer.parseInt(slow.group(1));
      String text = IntStream.rangeClosed(1, count).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
      return Optional.of(new MockAnswer.Text(text, Duration.ofMillis(Long.parseLong(slow.group(2)))));
    }
    Matcher fail = FAIL.matcher(line);
    if (fail.matches()) {
      return Optional.of(new MockAnswer.Failure(Integer.parseInt(fail.group(1)), times(fail.group(2)), prompt));
    }
    Matcher broken = BREAK.matcher(line);
    if (broken.matches()) {
      return Optional.of(new MockAnswer.Break(times(broken.group(1)), prompt));
    }
    Matcher drip = DRIP.matcher(line);
    if (drip.matches()) {
      return Optional.of(new MockAnswer.Drip(RECEIVED + prompt, Integer.parseInt(drip.group(1))));
    }
    return switch (line) {
      case "model" -> Optional.of(say("mock-agent is asked for the model " + model));
      case "garbage" -> Optional.of(new MockAnswer.Garbage());
      case String other -> Optional.empty();
    };
  }

  private static int times(@Nullable String said) {
    return said == null ? 0 : Integer.parseInt(said);
  }

  private MockAnswer next(String prompt, int rounds, List<String> results) {
    List<String> steps = prompt.lines().map(String::strip).filter(line -> line.startsWith("then:"))
        .map(line -> line.substring("then:".length())).toList();
    if (rounds <= steps.size()) {
      String step = steps.get(rounds - 1);
      Matcher tool = TOOL.matcher(step);
      Optional<MockAnswer.ToolCall> call = tool.matches() ? call(tool) : Optional.empty();
      return call.<MockAnswer>map(one -> new MockAnswer.ToolCalls(List.of(one)))
          .orElseGet(() -> say("mock-agent: this step is malformed: " + step));
    }
    return say("mock-agent tool result: " + String.join("\n", results));
  }

  private Optional<MockAnswer.ToolCall> call(Matcher tool) {
    String json = tool.group(2) == null ? "{}" : tool.group(2);
    try {
      return Optional.of(new MockAnswer.ToolCall(tool.group(1), mapper.readTree(json)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static MockAnswer say(String text) {
    return new MockAnswer.Text(text, Duration.ZERO);
  }
}
