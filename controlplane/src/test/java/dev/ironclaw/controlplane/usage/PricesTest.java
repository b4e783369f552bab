package dev.ironclaw.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PricesTest {
  private final Prices prices = Prices.load();

  @Test
  void findsAModelByTheLongestBeginningOfItsName() {
    assertThat(prices.of("anthropic", "claude-sonnet-4-5-20250929").input()).isEqualTo(3_000);
    assertThat(prices.of("anthropic", "claude-opus-4-5-20251101").output()).isEqualTo(25_000);
    assertThat(prices.of("anthropic", "claude-opus-4-20250514").output()).isEqualTo(75_000);
    assertThat(prices.of("openai", "gpt-5-mini").output()).isEqualTo(2_000);
    assertThat(prices.of("openai", "gpt-5-2025-08-07").output()).isEqualTo(10_000);
    assertThat(prices.of("azure", "gpt-4o").known()).isTrue();
  }

  @Test
  void takesTheHighestPriceOfTheProviderForAModelThatItDoesNotKnow() {
    Price unknown = prices.of("openai", "gpt-5x");

    assertThat(unknown.known()).isFalse();
    assertThat(unknown.input()).isEqualTo(15_000);
    assertThat(unknown.output()).isEqualTo(120_000);
    assertThat(prices.of("nobody", "model").output()).as("the highest of all").isEqualTo(120_000);
  }

  @Test
  void takesNothingForModelsOfThisMachine() {
    assertThat(prices.of("local", "llama3.2").of(new Tokens(5, 5, 5, 5))).isZero();
    assertThat(prices.of("mock", "mock-1").known()).isTrue();
  }

  @Test
  void addsUpInNanosWithoutOverflow() {
    Price price = prices.of("anthropic", "claude-sonnet-4-5");

    assertThat(price.of(new Tokens(1_000_000, 0, 0, 0))).isEqualTo(3_000_000_000L);
    assertThat(price.of(new Tokens(10, 20, 30, 40))).isEqualTo(10 * 3_000 + 20 * 300 + 30 * 3_750 + 40 * 15_000);
    long most = prices.of("openai", "?").of(new Tokens(Long.MAX_VALUE / 4, 0, 0, Long.MAX_VALUE / 4));
    assertThat(most).isEqualTo(9_000_000_000_000_000L);
  }

  @Test
  void takesTheOperatorsOwnTableOrSaysWhatIsWrongWithIt(@TempDir Path folder) throws IOException {
    assertThat(Prices.load(folder).asOf()).isEqualTo(prices.asOf());
    Path file = folder.resolve(Prices.FILE);
    Files.writeString(file, "{\"asOf\":\"2027-01-02\",\"providers\":{\"x\":{\"m\":[1,2,3,4]},\"y\":\"x\"}}");
    assertThat(Prices.load(folder).of("y", "m-2").output()).isEqualTo(2_000);
    assertThat(Prices.load(folder).asOf()).isEqualTo("2027-01-02");
    for (String wrong : List.of("", "{}", "[]", "{\"asOf\":\"soon\",\"providers\":{}}",
        "{\"asOf\":\"2027-01-02\",\"providers\":{\"x\":{\"m\":[1,2,3]}}}",
        "{\"asOf\":\"2027-01-02\",\"providers\":{\"x\":{\"m\":[1,2,3,-4]}}}",
        "{\"asOf\":\"2027-01-02\",\"providers\":{\"x\":{\"m\":[1,2,3,\"4\"]}}}",
        "{\"asOf\":\"2027-01-02\",\"providers\":{\"x\":\"z\"}}")) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> Prices.load(folder)).as(wrong)
          .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void isDated() {
    assertThat(LocalDate.parse(prices.asOf())).isAfter(LocalDate.of(2025, 1, 1));
  }

  @Test
  void boundsACallByItsRequest() {
    assertThat(bound(Dialect.ANTHROPIC, "{\"max_tokens\":100}").output()).isEqualTo(100);
    assertThat(bound(Dialect.OPENAI, "{\"max_tokens\":100,\"max_completion_tokens\":200}").output()).isEqualTo(200);
    assertThat(bound(Dialect.OPENAI_RESPONSES, "{\"max\\u005foutput_tokens\":300}").output()).isEqualTo(300);
    assertThat(bound(Dialect.GEMINI, "{\"generationConfig\":{\"maxOutputTokens\":400}}").output()).isEqualTo(400);
    assertThat(bound(Dialect.ANTHROPIC, "{}").output()).isEqualTo(Bound.USUAL_OUTPUT);
    assertThat(bound(Dialect.ANTHROPIC, "{\"max_tokens\":-1}").output()).isEqualTo(Bound.USUAL_OUTPUT);
    assertThat(bound(Dialect.ANTHROPIC, "{\"max_tokens\":1e300}").output()).isEqualTo(Bound.MOST_OUTPUT);
    assertThat(bound(Dialect.ANTHROPIC, "no json").output()).isEqualTo(Bound.MOST_OUTPUT);
    assertThat(bound(Dialect.ANTHROPIC, "{\"messages\":\"" + "x".repeat(10_000) + "\"}").input()).isGreaterThan(5_000);
  }

  @Test
  void takesALimitForOneWhereTheDialectHasItAlone() {
    assertThat(bound(Dialect.OPENAI, "{\"reasoning\":{\"max_tokens\":1}}").output()).isEqualTo(Bound.USUAL_OUTPUT);
    assertThat(bound(Dialect.OPENAI_RESPONSES, "{\"metadata\":{\"max_output_tokens\":1},\"input\":[]}").output())
        .isEqualTo(Bound.USUAL_OUTPUT);
    assertThat(bound(Dialect.GEMINI, "{\"contents\":[{\"x\":[1]}],\"generation_config\":{\"a\":{\"b\":1},"
        + "\"max_output_tokens\":400},\"tools\":[]}").output()).isEqualTo(400);
    assertThat(
        bound(Dialect.GEMINI, "{\"generationConfig\":{\"maxOutputTokens\":1},\"generation_config\":{}}").output())
        .isEqualTo(Bound.USUAL_OUTPUT);
    assertThat(bound(Dialect.OPENAI, "{\"max_tokens\":5,\"max_completion_tokens\":-1}").output())
        .isEqualTo(Bound.USUAL_OUTPUT);
    assertThat(bound(Dialect.OPENAI, "{\"max_tokens\":5,\"max_completion_tokens\":null,\"n\":1}").output())
        .isEqualTo(5);
  }

  @Test
  void readsALimitThatIsTextAndRefusesWhatCannotBeBounded() {
    assertThat(bound(Dialect.GEMINI, "{\"generationConfig\":{\"maxOutputTokens\":\"60000\"}}").output())
        .isEqualTo(60_000);
    assertThat(bound(Dialect.GEMINI, "{\"generationConfig\":{\"candidateCount\":1}}").output())
        .isEqualTo(Bound.USUAL_OUTPUT);
    for (String wrong : List.of("\"candidateCount\":8", "\"candidate_count\":\"2\"", "\"candidateCount\":[2]",
        "\"maxOutputTokens\":\"many\"", "\"max_output_tokens\":{}", "\"maxOutputTokens\":true")) {
      assertThatThrownBy(() -> bound(Dialect.GEMINI, "{\"generationConfig\":{" + wrong + "}}")).as(wrong)
          .isInstanceOfSatisfying(IronclawException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
    assertThatThrownBy(() -> bound(Dialect.OPENAI, "{\"n\":2}")).hasMessageContaining("several answers");
  }

  private static Bound bound(Dialect dialect, String body) {
    return Bound.of(dialect, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }
}
