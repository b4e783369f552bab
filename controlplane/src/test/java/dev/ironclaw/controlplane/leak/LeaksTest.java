package dev.ironclaw.controlplane.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

final class LeaksTest {
  private final List<String> heard = new ArrayList<>();
  private final Leaks leaks = new Leaks((where, pattern, action) -> heard.add(where + " " + pattern + " " + action));

  private List<String> found(String text) {
    return switch (leaks.scan("test", text)) {
      case Scanned.Passed passed -> passed.patterns();
      case Scanned.Blocked blocked -> blocked.patterns();
    };
  }

  @TestFactory
  Stream<DynamicTest> findsEachFormWhereverItStands() {
    return Samples.all(1).entrySet().stream().map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
      for (long seed = 1; seed <= 20; seed++) {
        String secret = Samples.of(sample.getKey(), seed);
        for (String text : List.of(secret, "{\"a\":\"" + secret.replace("\n", "\\n").replace("\"", "'") + "\"}",
            "line\\n" + secret.replace("\n", "\\n") + "\\nline", "a=" + secret + "; b", "(" + secret + ")")) {
          assertThat(found(text)).as("in a text of %d characters with seed %d", text.length(), seed)
              .contains(sample.getKey());
        }
      }
    }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-fading-circle-animation-of-a-page", "task-0123456789abcdefghijKLMNOP", "sk-short1",
      "AKIAIOSFODNN7EXAMPLE", "AKIA0123456789ABCDEFG", "AKIAxxxxxxxxxxxxxxxx", "ghp_tooShort123", "sk_live_soon",
      "-----BEGIN PRIVATE KEY-----\\n\" + body + \"", "AIzaTooShort", "SK0123456789abcdef0123456789abcdef0", "SG.a.b",
      "12345:AAabcdefghijklmnopqrstuvwxyz0123456", "time 12:AAA", "gsk_short", "Bearer of good news and of bad ones",
      "Authorization: is what is asked for in this place", "eyJub3RoaW5nIjoxfQ.eyJzdWIiOjEyMzR9.AAAAAAAAAAAAAAAA",
      "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  file.txt",
      "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "token: 123e4567-e89b-12d3-a456-426614174000",
      "secret = THE_NAME_OF_A_LONG_CONSTANT_2", "token = new LongNameOfAClassInAProgram2()",
      "sess_id_of_something_else"})
  void leavesWhatOnlyLooksLikeOne(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void blocksWithAPreviewThatTellsNothing() {
    String secret = Samples.of("aws_access_key", 3);

    Scanned scanned = leaks.scan("model request of sess_1", "use " + secret + " here");

    assertThat(scanned).isInstanceOfSatisfying(Scanned.Blocked.class, blocked -> {
      assertThat(blocked.preview()).startsWith("aws_access_key AKIA****").doesNotContain(secret.substring(4, 16));
      assertThat(blocked.patterns()).containsExactly("aws_access_key");
    });
    assertThat(heard).containsExactly("model request of sess_1 aws_access_key BLOCK");
  }

  @Test
  void takesOutWhatIsOnlyRedactedAndLeavesWhatIsOnlyWarnedOf() {
    String bearer = Samples.of("bearer_token", 3);
    String hex = Samples.random(Samples.HEX, 64, 3);

    Scanned scanned = leaks.scan("test", "a " + bearer + " b " + hex + " c");

    assertThat(scanned).isEqualTo(new Scanned.Passed("a [REDACTED] b " + hex + " c",
        List.of("bearer_token", "high_entropy_hex")));
  }

  @Test
  void takesOutInsteadOfBlockingWhatAHumanReads() {
    String secret = Samples.of("github_token", 3);

    assertThat(leaks.redact("reply", "früh " + secret + " spät")).isEqualTo("früh [REDACTED] spät");
  }

  @Test
  void findsAKnownSecretHoweverItIsWritten() {
    String secret = "correct/horse battery+staple";
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    leaks.know("vault:one", List.of(secret));
    Base64.Encoder encoder = Base64.getEncoder();

    List<String> written = List.of(secret, secret.replace("/", "\\/"), secret.replace("+", "\\u002B"),
        HexFormat.of().formatHex(bytes),
        "correct%2Fhorse%20battery%2Bstaple", encoder.encodeToString(bytes),
        encoder.encodeToString(("a" + secret + "b").getBytes(StandardCharsets.UTF_8)),
        encoder.encodeToString(("ab" + secret + "cd").getBytes(StandardCharsets.UTF_8)),
        encoder.encodeToString(("abc:" + secret).getBytes(StandardCharsets.UTF_8)),
        HexFormat.of().withUpperCase().withPrefix("%").formatHex(bytes));

    assertThat(written)
        .allSatisfy(text -> assertThat(found("before" + text + "after")).containsExactly("known_secret"));
    assertThat(leaks.scan("test", secret)).isEqualTo(new Scanned.Blocked(List.of("known_secret"), "known_secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pa\"ss\\wd1", "éa-secret/word", "aé<secret>&word", "a\uD83D\uDE00secret-word",
      "two\nlines\tlong"})
  void findsAKnownSecretThatJsonEscapes(String secret) {
    leaks.know("vault:one", List.of(secret));
    String json = JsonMapper.shared().writeValueAsString(secret);
    String ascii = JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build()).build()
        .writeValueAsString(secret);

    assertThat(
        List.of(secret, json, ascii, JsonMapper.shared().writeValueAsString(json.substring(1, json.length() - 1)),
            ascii.replace("\\u00E9", "\\u00e9").replace("/", "\\/"),
            json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")))
        .allSatisfy(text -> assertThat(found("{\"a\":" + text + "}")).containsExactly("known_secret"));
  }

  @Test
  void forgetsAKnownSecretThatWasRotated() {
    leaks.know("vault:one", List.of("correct horse"));
    leaks.know("vault:two", List.of("battery staple"));
    leaks.know("vault:one", List.of("another horse"));

    assertThat(found("correct horse")).isEmpty();
    assertThat(found("another horse")).containsExactly("known_secret");
    assertThat(found("battery staple")).containsExactly("known_secret");
    leaks.know("vault:two", List.of());
    assertThat(found("battery staple")).isEmpty();
  }

  @Test
  void ignoresKnownSecretsThatAreOrdinaryWords() {
    leaks.know("vault:one", List.of("secret", ""));

    assertThat(found("a secret word")).isEmpty();
  }

  @Test
  void doesWhatTheOperatorChoseWithAFormAndNeverWithAKnownSecret(@TempDir Path folder) throws IOException {
    assertThat(LeakChoices.load(folder)).isEqualTo(LeakChoices.NONE);
    Path file = folder.resolve(LeakChoices.FILE);
    Files.writeString(file, "{\"github_token\":\"redact\",\"high_entropy_hex\":\"Block\",\"bearer_token\":\"warn\"}");
    Leaks chosen = new Leaks(LeakListener.NOBODY, LeakChoices.load(folder));
    Map<String, String> samples = Samples.all(4);
    assertThat(chosen.scan("test", "a " + samples.get("github_token"))).isEqualTo(
        new Scanned.Passed("a [REDACTED]", List.of("github_token")));
    assertThat(chosen.scan("test", "" + samples.get("high_entropy_hex"))).isInstanceOf(Scanned.Blocked.class);
    assertThat(chosen.scan("test", "" + samples.get("bearer_token"))).isEqualTo(
        new Scanned.Passed("" + samples.get("bearer_token"), List.of("bearer_token")));
    for (String wrong : List.of("", "[]", "{\"known_secret\":\"warn\"}", "{\"github_token\":\"off\"}",
        "{\"github_token\":{}}")) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> LeakChoices.load(folder)).as(wrong).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION)).hasMessageContaining(file.toString());
    }
  }

  @Test
  void looksAtWhatWasFoundOnceHoweverMuchItIs() {
    AtomicLong steps = new AtomicLong();
    List<Finding> kept = new ArrayList<>();
    List<Finding> found = new AbstractList<>() {
      @Override
      public Finding get(int index) {
        steps.incrementAndGet();
        return kept.get(index);
      }

      @Override
      public int size() {
        return kept.size();
      }
    };
    String word = "a".repeat(25) + " ";
    byte[] text = word.repeat(2_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1_000; i++) {
      kept.add(new Finding("aws_access_key", LeakAction.BLOCK, 2 * i * word.length(), 2 * i * word.length() + 20));
    }

    EntropyRule.scan(text, 0, text.length, found);

    assertThat(steps.get()).isBetween(1_000L, 10_000L);
  }

  @Test
  void leavesOutWhatIsFoundAlreadyAndNoMore() {
    String key = Samples.of("aws_access_key", 3);
    String random = Samples.of("high_entropy_secret", 3);

    assertThat(found(key + " " + key + " " + random + " " + key)).containsExactly("aws_access_key");
    assertThat(leaks.redact("test", key + " " + random + " " + key))
        .isEqualTo("[REDACTED] client_secret = \"[REDACTED]\" [REDACTED]");
  }

  @Test
  void neverThrowsAndNeverLosesOrdinaryText() {
    leaks.know("vault:one", List.of("correct horse"));
    Random random = new Random(7);
    List<String> parts = new ArrayList<>(Samples.all(1).values());
    parts.addAll(List.of("sk-", "\\n", "\"", "-----BEGIN ", "PRIVATE KEY-----", "eyJ", ".", "Bearer ", "authorization",
        ":", ":AA", "12345678", "é", "\u0000", "correct ", "horse", "\n\n", "data: "));
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        String part = parts.get(random.nextInt(parts.size()));
        text.append(part, 0, random.nextInt(part.length() + 1));
      }
      String whole = text.toString();
      Scanned scanned = leaks.scan("test", "Ü" + whole + "Ä");
      if (scanned instanceof Scanned.Passed(String passed, List<String> patterns) && patterns.isEmpty()) {
        assertThat(passed).isEqualTo("Ü" + whole + "Ä");
      }
    }
  }

  @Test
  void hasTheNamesOfTheTable() {
    Map<String, String> samples = Samples.all(1);
    samples.remove("high_entropy_hex");
    samples.remove("high_entropy_secret");

    assertThat(LeakPatterns.all().stream().map(LeakPattern::name).distinct())
        .containsExactlyInAnyOrderElementsOf(samples.keySet()).hasSize(22);
  }
}
