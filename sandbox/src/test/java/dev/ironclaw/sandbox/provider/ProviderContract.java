package dev.ironclaw.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every dialect must do with the same answers, recorded in its own form: `text` says "Hello there 🙂" with
/// usage 11 and 7; `tools` says "Looking." and asks for two tools; `overloaded` fails in the stream.
abstract class ProviderContract {
  protected abstract Provider provider(FakeBoxClient host);

  protected abstract String fixture(String name);

  static ModelRequest request() {
    return new ModelRequest("m", "s", List.of(ModelMessage.user("hi")), List.of(), 16, Duration.ofSeconds(5),
        new Cancellation());
  }

  private List<ModelEvent> events(String body) {
    List<ModelEvent> events = new ArrayList<>();
    provider(new FakeBoxClient(new FakeSession()).answering(200, body)).stream(request(), events::add);
    return events;
  }

  @Test
  void streamsWordsThenUsageThenTheStop() {
    assertThat(events(fixture("text"))).containsExactly(new ModelEvent.TextDelta("Hello "),
        new ModelEvent.TextDelta("there 🙂"), new ModelEvent.Usage(11, 7), new ModelEvent.Stop(ModelEvent.Reason.END));
  }

  @Test
  void handsOnToolsThatAreAskedForAtOnce() {
    assertThat(events(fixture("tools"))).containsExactly(new ModelEvent.TextDelta("Looking."),
        new ModelEvent.ToolUse(
            new ModelBlock.ToolUse("tu_1", "read_file", JsonReader.object("{\"path\":\"a/b.txt\"}"))),
        new ModelEvent.ToolUse(new ModelBlock.ToolUse("tu_2", "list_dir", JsonReader.object("{}"))),
        new ModelEvent.Usage(20, 30), new ModelEvent.Stop(ModelEvent.Reason.TOOL_USE));
  }

  @Test
  void reportsAFailureInsideTheStreamAsOneThatMayPass() {
    assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> events(fixture("overloaded")))
        .satisfies(failed -> assertThat(failed.code().type()).isEqualTo(ErrorCode.Type.RESOURCES));
  }

  @Test
  void endsCleanlyWhereverTheStreamIsCut() {
    String whole = fixture("tools");
    int end = whole.lastIndexOf("event: message_stop");
    for (int cut = 0; cut < end; cut++) {
      String part = whole.substring(0, cut);
      assertThatExceptionOfType(IronclawException.class).as("cut at %d", cut).isThrownBy(() -> events(part))
          .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
    }
  }

  @Test
  void endsCleanlyOnDamagedStreams() {
    Random random = new Random(20_261_120);
    String whole = fixture("tools");
    int failures = 0;
    for (int round = 0; round < 3_000; round++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int i = 0; i < 4; i++) {
        damaged.setCharAt(random.nextInt(damaged.length()), (char) (1 + random.nextInt(126)));
      }
      try {
        events(damaged.toString());
      } catch (IronclawException expected) {
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(1_000);
  }

  @Test
  void refusesAnEndlessLineAndAnEndlessAnswer() {
    assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> events("data: " + "x".repeat(3 << 20)))
        .withMessageContaining("over 1 MiB");
    String text = fixture("text");
    int delta = text.indexOf("event: content_block_delta");
    int next = text.indexOf("event: ", delta + 1);
    String endless = text.substring(0, delta) + text.substring(delta, next).repeat(40_000) + text.substring(next);
    assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> events(endless))
        .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
  }
}
