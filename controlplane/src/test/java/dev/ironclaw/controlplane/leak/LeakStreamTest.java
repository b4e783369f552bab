package dev.ironclaw.controlplane.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeakStreamTest {
  private final List<String> heard = new ArrayList<>();
  private final Leaks leaks = new Leaks((where, pattern, action) -> heard.add(pattern));

  private static void add(ByteArrayOutputStream out, ByteBuffer some) {
    out.write(some.array(), some.arrayOffset() + some.position(), some.remaining());
  }

  private String through(String text, int... cuts) {
    LeakStream stream = leaks.stream("test");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int from = 0;
    for (int cut : cuts) {
      add(out, stream.next(Arrays.copyOfRange(bytes, from, cut)));
      from = cut;
    }
    add(out, stream.next(Arrays.copyOfRange(bytes, from, bytes.length)));
    add(out, stream.rest());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void findsEachFormWhereverItIsCutInTwo() {
    Map<String, String> samples = Samples.all(5);
    samples.keySet().removeIf(name -> name.startsWith("high_entropy"));
    leaks.know("vault:one", List.of("correct horse"));
    samples.put("known_secret", "correct horse");
    samples.forEach((name, secret) -> {
      String text = "data: {\"text\":\"a " + secret.replace("\n", "\\n") + " z\"}\n\n";
      String expected = through(text);
      assertThat(expected).as(name).contains("[REDACTED]");
      for (int cut = 0; cut <= text.length(); cut++) {
        heard.clear();
        String passed = through(text, cut);
        assertThat(heard).as("%s cut at %d", name, cut).contains(name);
        assertThat(passed).as("%s cut at %d", name, cut).startsWith("data: {\"text\":\"a ").endsWith(" z\"}\n\n")
            .doesNotContain(secret.substring(secret.length() / 2));
      }
    });
  }

  @Test
  void findsASecretThatComesByteByByte() {
    String secret = Samples.of("anthropic_api_key", 5);
    String text = "data: " + secret + "\n\n";
    int[] cuts = IntStream.range(1, text.length()).toArray();

    assertThat(through(text, cuts)).isEqualTo("data: [REDACTED]\n\n");
  }

  @Test
  void holdsNothingBackOfAnOrdinaryEvent() {
    LeakStream stream = leaks.stream("test");
    String event = "event: content_block_delta\ndata: {\"text\":\"a task- for you\"}\n\n";

    for (int i = 0; i < 100; i++) {
      ByteBuffer out = stream.next(event.getBytes(StandardCharsets.UTF_8));
      assertThat(StandardCharsets.UTF_8.decode(out).toString()).isEqualTo(event);
    }
    assertThat(stream.rest().remaining()).isZero();
  }

  @Test
  void tellsNobodyInWhatItHoldsBackThatAGuessIsRight() {
    String secret = "sk-ant-api03-QwErTy123456_zz-9";
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    leaks.know("provider:one", List.of(secret));
    for (String form : List.of(secret, HexFormat.of().formatHex(bytes), Base64.getEncoder().encodeToString(bytes))) {
      for (int right = 1; right < form.length(); right++) {
        String wrong = form.substring(0, right - 1) + "~";
        for (String before : List.of("", ".".repeat(5_000), "data: a\n\ndata: ")) {
          assertThat(sizes(before + form.substring(0, right), "?", "\n")).as("%d of %s", right, form)
              .isEqualTo(sizes(before + wrong, "?", "\n"));
        }
      }
    }
  }

  private List<Integer> sizes(String... pieces) {
    LeakStream stream = leaks.stream("test");
    List<Integer> sizes = new ArrayList<>();
    for (String piece : pieces) {
      sizes.add(stream.next(piece.getBytes(StandardCharsets.UTF_8)).remaining());
    }
    sizes.add(stream.rest().remaining());
    return sizes;
  }

  @Test
  void findsAKnownSecretThatIsCutInTwoInALongLine() {
    leaks.know("vault:one", List.of("correct horse", "correct horse battery", "h".repeat(2_000)));
    for (String secret : List.of("correct horse", "correct horse battery", "h".repeat(2_000))) {
      String text = "a".repeat(3_000) + secret + "z".repeat(7_000);
      for (int cut = 2_990; cut <= 3_010 + secret.length(); cut += 1 + secret.length() / 50) {
        assertThat(through(text, cut, cut + 3_500)).as("cut at %d", cut)
            .isEqualTo("a".repeat(3_000) + "[REDACTED]" + "z".repeat(7_000));
      }
    }
  }

  @Test
  void swallowsNothingOfWhatIsOnlyWarnedOf(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(LeakChoices.FILE), "{\"bearer_token\":\"warn\"}");
    LeakStream stream = new Leaks(LeakListener.NOBODY, LeakChoices.load(folder)).stream("test");
    String token = "Bearer " + "abcdef0123456789".repeat(200);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    add(out, stream.next(token.substring(0, 3_000).getBytes(StandardCharsets.UTF_8)));
    add(out, stream.next(token.substring(3_000).getBytes(StandardCharsets.UTF_8)));
    add(out, stream.rest());

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(token);
  }

  @Test
  void handsOnWhatOnlyBeganLikeASecretOnceItIsOver() {
    assertThat(through("ends with sk-ant-api", 15)).isEqualTo("ends with sk-ant-api");
    assertThat(through("ends with s")).isEqualTo("ends with s");
    assertThat(through("")).isEmpty();
  }

  @Test
  void neverHoldsMoreThanItsBound() {
    LeakStream stream = leaks.stream("test");
    byte[] endless = ("eyJ" + "a".repeat(64 * 1024 - 3)).getBytes(StandardCharsets.UTF_8);
    long in = 0;
    long out = 0;
    for (int i = 0; i < 20; i++) {
      out += stream.next(endless).remaining();
      in += endless.length;
    }
    // A token without an end is taken out, not kept.
    assertThat(out).isLessThan(in / 2);
    assertThat(stream.rest().remaining()).isLessThanOrEqualTo(LeakStream.MOST_HELD);
  }

  @Test
  void changesNothingOfOrdinaryTextHoweverItIsCut() {
    Random random = new Random(11);
    String words = "The authorization of Bearer shares: ask- AKIA eyes, se-- -----BEGIN a PRIVATE KEY----- é ü 12:AA xo";
    for (int round = 0; round < 3_000; round++) {
      int first = random.nextInt(words.length());
      int second = first + random.nextInt(words.length() - first);
      assertThat(through(words, first, second)).isEqualTo(words);
    }
  }
}
