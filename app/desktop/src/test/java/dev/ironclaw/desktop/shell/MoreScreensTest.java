package dev.ironclaw.desktop.shell;

import dev.ironclaw.desktop.testing.Sample;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The other half of what [ScreensTest] begins.
class MoreScreensTest {
  static Stream<Sample> samples() {
    return Visits.samples(1);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aScreenThatIsLeftListensToNothingAndManyVisitsLeaveNothing(Sample sample) throws Exception {
    Visits.leaveNothing(sample);
  }
}
