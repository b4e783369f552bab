package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepUpCommandTest {
  private static final String URI = "otpauth://totp/IronClaw:local?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
      + "&issuer=IronClaw&algorithm=SHA1&digits=6&period=30";
  private static final String NONE = "{\"operator\":\"operator:local\",\"waits\":false}";
  private static final String THERE = "{\"operator\":\"operator:local\",\"confirmedAt\":\"2026-01-01T00:00:00Z\","
      + "\"waits\":false}";
  private final FakeApi api = new FakeApi().answer("GET /v1/step-up", 200, NONE)
      .answer("POST /v1/step-up/enroll", 201,
          "{\"secret\":\"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\",\"uri\":\"" + URI + "\"}")
      .answer("POST /v1/step-up/confirm", 200, THERE).answer("POST /v1/step-up/remove", 200, NONE);

  @AfterEach
  void stop() {
    api.close();
  }

  private String[] words(String... words) {
    return api.line("step-up", words);
  }

  @Test
  void showsTheSecretOnceAndTakesAFirstCode() {
    Ran ran = Ran.person("123456\n", words("enroll"));
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains(URI, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "codes count since");
    assertThat(ran.err()).contains("six digits");
    assertThat(api.asked("POST /v1/step-up/confirm").getFirst().body()).isEqualTo("{\"code\":\"123456\"}");
    assertThat(api.asked("POST /v1/step-up/enroll").getFirst().body()).isEqualTo("{}");
  }

  @Test
  void theQrCodeInTheTerminalIsTheUri() throws ReaderException {
    List<String> rows = Ran.script(words("enroll")).out().lines().takeWhile(line -> !line.startsWith("otpauth"))
        .filter(line -> !line.isEmpty()).toList();
    int scale = 4;
    int width = rows.getFirst().length() * scale;
    int height = rows.size() * 2 * scale;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        char block = rows.get(y / scale / 2).charAt(x / scale);
        boolean top = y / scale % 2 == 0;
        boolean light = block == '█' || (block == '▀' && top) || (block == '▄' && !top);
        pixels[y * width + x] = light ? 0xffffff : 0;
      }
    }
    String read = new QRCodeReader().decode(
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))),
        Map.of(DecodeHintType.PURE_BARCODE, true)).getText();
    assertThat(read).isEqualTo(URI);
  }

  @Test
  void withoutAPersonItSaysWhatComesNext() {
    Ran ran = Ran.script(words("enroll", "--no-qr"));
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).doesNotContain("█");
    assertThat(ran.err()).contains("step-up confirm");
    assertThat(api.asked("POST /v1/step-up/confirm")).isEmpty();
    Ran confirm = Ran.piped("123456\n",
        words("confirm", "--code-stdin"));
    assertThat(confirm.out()).contains("operator:local: codes count since 2026-01-01T00:00:00Z");
    assertThat(Ran.script(words("confirm")).exit()).isEqualTo(2);
  }

  @Test
  void replacingAndRemovingAskForACurrentCode() {
    api.answer("GET /v1/step-up", 200, THERE);
    assertThat(Ran.person("111111\n222222\n", words("enroll")).exit()).isZero();
    assertThat(api.asked("POST /v1/step-up/enroll").getFirst().body()).isEqualTo("{\"code\":\"111111\"}");
    assertThat(api.asked("POST /v1/step-up/confirm").getFirst().body()).isEqualTo("{\"code\":\"222222\"}");
    assertThat(Ran.person("333333\n", words("remove")).out()).contains("no second factor");
    assertThat(api.asked("POST /v1/step-up/remove").getFirst().body()).isEqualTo("{\"code\":\"333333\"}");
    assertThat(Ran.script(words("status")).out()).contains("codes count since");
  }
}
