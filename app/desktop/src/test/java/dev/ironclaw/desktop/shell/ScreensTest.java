package dev.ironclaw.desktop.shell;

import dev.ironclaw.desktop.testing.Sample;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every screen is opened and left many times. The other half of them is in [MoreScreensTest].
class ScreensTest {
  static Stream<Sample> samples() {
    return Visits.samples(0);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aScreenThatIsLeftListensToNothingAndManyVisitsLeaveNothing(Sample sample) throws Exception {
    Visits.leaveNothing(sample);
  }
}
