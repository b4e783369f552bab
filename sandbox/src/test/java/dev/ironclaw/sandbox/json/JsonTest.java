package dev.ironclaw.sandbox.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final Obj VALUES = JsonReader.object(
      "{\"null\":null,\"text\":\"a\",\"object\":{},\"array\":[{\"x\":1},{}],\"mixed\":[{},1]}");

  private static void refused(ThrowingCallable reading) {
    assertThatExceptionOfType(IronclawException.class).isThrownBy(reading)
        .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_PAYLOAD));
  }

  @Test
  void takesNullForAbsentAndAnotherTypeForWrong() {
    assertThat(VALUES.optionalText("null")).isEmpty();
    assertThat(VALUES.optionalText("none")).isEmpty();
    assertThat(VALUES.optionalText("text")).contains("a");
    assertThat(VALUES.optionalObject("null")).isEmpty();
    assertThat(VALUES.optionalObject("object")).isPresent();
    assertThat(VALUES.objects("null")).isEmpty();
    assertThat(VALUES.objects("array")).hasSize(2);
    refused(() -> VALUES.optionalText("object"));
    refused(() -> VALUES.optionalObject("text"));
    refused(() -> VALUES.objects("text"));
    refused(() -> VALUES.objects("mixed"));
    refused(() -> VALUES.text("null"));
  }

  @Test
  void refusesWhatIsNotOneBoundedObject() {
    for (String text : List.of("", "[]", "1", "{", "{}{}", "{\"a\":1,\"a\":2}", "{\"a\":}", "{'a':1}", "{\"a\":NaN}",
        "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", "{\"a\":[" + "1,".repeat(200_001) + "1]}",
        "{\"a\":" + "9".repeat(100) + "}")) {
      refused(() -> JsonReader.object(text));
    }
  }

  @Test
  void writesWhatItReadAndNoHalfOfAPair() {
    String text = "{\"a\":[1.50,null,true,\"ü🙂\"],\"b\":{}}";
    assertThat(new JsonWriter().value(JsonReader.object(text)).text()).isEqualTo(text);
    assertThat(new JsonWriter().object().text("a", "x\ud83dy\udc00🙂").endObject().text())
        .isEqualTo("{\"a\":\"x\ufffdy\ufffd🙂\"}");
  }
}
