package dev.ironclaw.sandbox.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.provider.ModelEvent;
import dev.ironclaw.sandbox.provider.ModelMessage;
import dev.ironclaw.sandbox.provider.ModelRequest;
import dev.ironclaw.sandbox.testing.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCallerTest {
  private final List<String> shown = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();

  private Said answer(ScriptedProvider model, Duration left) {
    ModelCaller caller = new ModelCaller(model, text -> shown.add(text.toString()),
        (cancellation, millis) -> pauses.add(millis));
    return caller.answer(
        () -> new ModelRequest("m", "s", List.of(ModelMessage.user("hi")), List.of(), 1, left, new Cancellation()));
  }

  /// Refuses this often, asking to wait.
  private static ScriptedProvider busy(int times, Duration wait) {
    int[] left = {times};
    return new ScriptedProvider((request, sink) -> {
      if (left[0]-- > 0) {
        sink.accept(new ModelEvent.RetryAfter(wait));
        throw new IronclawException(ErrorCode.RATE_LIMITED, "call the model: status 429");
      }
      sink.accept(new ModelEvent.TextDelta("here"));
    });
  }

  @Test
  void waitsAsLongAsItIsAskedToAndShowsIt() {
    assertThat(answer(busy(2, Duration.ofSeconds(12)), Duration.ofMinutes(5)).text()).isEqualTo("here");
    assertThat(pauses).containsExactly(12_000L, 12_000L);
    assertThat(shown).containsExactly("[The model is busy. Trying again in 12 s.]",
        "[The model is busy. Trying again in 12 s.]", "here");
  }

  @Test
  void givesUpOnAWaitThatIsTooLongAndSaysHowLong() {
    assertThatExceptionOfType(IronclawException.class)
        .isThrownBy(() -> answer(busy(1, Duration.ofSeconds(61)), Duration.ofMinutes(5)))
        .withMessage("call the model: status 429; it asks to wait 61 s");
    assertThatExceptionOfType(IronclawException.class)
        .isThrownBy(() -> answer(busy(1, Duration.ofSeconds(31)), Duration.ofSeconds(30)))
        .withMessageContaining("asks to wait 31 s");
    assertThat(pauses).isEmpty();
  }

  @Test
  void keepsWhatWasSaidWhenItIsStoppedBeforeAnotherAttempt() {
    Cancellation cancellation = new Cancellation();
    ScriptedProvider model = new ScriptedProvider((request, sink) -> {
      if (!request.cancellation().isCancelled()) {
        sink.accept(new ModelEvent.TextDelta("so far"));
      }
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "call the model: broke off");
    });
    ModelCaller caller = new ModelCaller(model, _ -> {}, (stopped, _) -> stopped.cancel());
    assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> caller.answer(() -> new ModelRequest("m", "s",
        List.of(ModelMessage.user("hi")), List.of(), 1, Duration.ofMinutes(5), cancellation)));
    assertThat(caller.soFar().text()).isEqualTo("so far");
  }

  @Test
  void neverHurriesMoreThanItsOwnPauses() {
    answer(busy(3, Duration.ZERO), Duration.ofMinutes(5));
    assertThat(pauses).hasSize(3).allMatch(millis -> millis > 0);
  }

  @Test
  void keepsThePartsInTheModelsOrder() {
    ModelBlock.Reasoning thought = new ModelBlock.Reasoning("anthropic", JsonReader.object("{\"a\":1}"));
    ModelBlock.ToolUse use = new ModelBlock.ToolUse("t", "read_file", JsonReader.object("{}"));
    Said said = answer(new ScriptedProvider((request, sink) -> {
      sink.accept(new ModelEvent.Reasoning(thought));
      sink.accept(new ModelEvent.TextDelta("one "));
      sink.accept(new ModelEvent.TextDelta("two"));
      sink.accept(new ModelEvent.ToolUse(use));
      sink.accept(new ModelEvent.TextDelta("three"));
    }), Duration.ofMinutes(1));
    assertThat(said.blocks()).containsExactly(thought, new ModelBlock.Text("one two"), use,
        new ModelBlock.Text("three"));
    assertThat(said.tokens()).isPositive();
  }
}
