package dev.ironclaw.desktop.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobWordsTest {
  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1572864, 1.5 MiB", "1073741823, 1024.0 MiB",
      "1073741824, 1.0 GiB", "2684354560, 2.5 GiB", "1125899906842624, 1024.0 TiB"})
  void saysHowManyBytes(long bytes, String words) {
    assertThat(JobWords.bytes(bytes)).isEqualTo(words);
  }
}
