package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobEventsTest {
  private final List<byte[]> sent = new ArrayList<>();
  private final JobEvents events = new JobEvents(sent::add, "run");

  private Obj last() {
    return JsonReader.object(sent.getLast());
  }

  @Test
  void cutsWhatWouldNotFitHoweverItIsWritten() {
    for (String words : List.of("x", "é", "\u0001", "\uD83D\uDE00")) {
      events.toolResult("shell", words.repeat(300_000), true);
      assertThat(sent.getLast().length).isLessThanOrEqualTo(WorkerApi.MAX_EVENT_BYTES).isGreaterThan(50_000);
      assertThat(last().object("data").text("output")).startsWith(words).contains("[cut here: ").doesNotContain("?");
    }
  }

  @Test
  void keepsTheFormOfAnInputThatItCuts() {
    events.toolUse("write_file", JsonReader.object("{\"path\":\"a\",\"content\":\"" + "x".repeat(400_000)
        + "\",\"deep\":[{\"n\":7,\"t\":\"" + "y".repeat(400_000) + "\"}]}"));
    Obj input = last().object("data").object("input");
    assertThat(input.text("path")).isEqualTo("a");
    assertThat(input.text("content")).contains("[cut here: ");
    assertThat(input.objects("deep").getFirst().number("n")).isEqualTo(7);
  }

  @Test
  void saysThatSomethingWasTooLargeWhereItCannotBeCut() {
    Map<String, JsonValue> many = new LinkedHashMap<>();
    for (int i = 0; i < 50_000; i++) {
      many.put("member-" + i, new JsonValue.Null());
    }
    events.toolUse("odd", new Obj(many));
    assertThat(last().text("event_type")).isEqualTo("status");
    assertThat(last().object("data").text("message")).contains("tool_use was too large");
  }

  @Test
  void numbersEachEventOfItsRun() {
    events.status("one");
    events.result("failed", "two", Optional.of("s"));
    assertThat(sent.stream().map(body -> JsonReader.object(body).text("id"))).containsExactly("run-1", "run-2");
    assertThat(last().object("data").text("session_id")).isEqualTo("s");
  }

  @Test
  void hidesWhatItIsToldToHideInTextsAndInputs() {
    events.hide(text -> text.replace("secret", "[KEY]"));
    events.toolUse("shell", JsonReader.object("{\"a\":[\"my secret\"]}"));
    assertThat(new String(sent.getLast(), StandardCharsets.UTF_8)).doesNotContain("secret");
  }

  @Test
  void saysThatTheHostRefusedAnEventAndGoesOn() {
    List<Obj> kept = new ArrayList<>();
    JobEvents refused = new JobEvents(body -> {
      Obj event = JsonReader.object(body);
      if (event.text("event_type").equals("message")) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "no such role");
      }
      kept.add(event);
    }, "run");
    refused.message("y");
    assertThat(kept.getFirst().object("data").text("message"))
        .contains("a message was refused by the host: no such role");
  }
}
