package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every isolator does, run over a real one with the real image.
abstract class IsolatorContract {
  private static final int LIMIT_SECONDS = 60;

  @TempDir
  Path folder;
  TestBoxes boxes;
  Isolator isolator;

  /// A new isolator over the same state folder, as a restarted control plane makes it.
  abstract Isolator isolator(TestBoxes boxes);

  /// Processes and files that a box of this state folder has now.
  abstract List<String> traces(TestBoxes boxes);

  @BeforeEach
  void start() {
    boxes = new TestBoxes(folder);
    isolator = isolator(boxes);
  }

  @AfterEach
  void leavesNothingBehind() {
    isolator(boxes).recover().forEach(box -> box.stop(Duration.ZERO));
    assertThat(traces(boxes)).isEmpty();
  }

  @Test
  void tellsWhatAProgramPrintedAndHowItEnded() throws Exception {
    Box box = isolator.launch(boxes.spec(TestBoxes.java("-Xshare:auto", "--version")));

    Box.BoxExit exit = box.exit().get(LIMIT_SECONDS, TimeUnit.SECONDS);

    assertThat(exit.code()).as(box.output()).isZero();
    assertThat(box.output()).contains("25");
    assertThat(traces(boxes)).isEmpty();
  }

  @Test
  void keepsAnExitStatusThatIsNotZero() throws Exception {
    Box box = isolator.launch(boxes.spec(TestBoxes.java("no.such.Main")));

    assertThat(box.exit().get(LIMIT_SECONDS, TimeUnit.SECONDS).code()).isEqualTo(1);
  }

  @Test
  void stopsARunningBoxAndLeavesNothing() {
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));
    assertThat(traces(boxes)).isNotEmpty();

    box.stop(Duration.ofSeconds(5));
    box.stop(Duration.ofSeconds(5));

    assertThat(box.exit()).isDone();
    assertThat(traces(boxes)).isEmpty();
  }

  @Test
  void startsSeveralAtOnceAndStopsEachAlone() {
    RootfsImage agent = ImageFolder.load(TestBoxes.imageFolder()).agent();
    List<Box> started = java.util.stream.IntStream.range(0, 3).parallel()
        .mapToObj(i -> isolator.launch(boxes.spec(agent))).toList();

    started.getFirst().stop(Duration.ofSeconds(5));

    assertThat(started.getFirst().exit()).isDone();
    assertThat(started.subList(1, 3)).allSatisfy(box -> assertThat(box.exit()).isNotDone());
    started.forEach(box -> box.stop(Duration.ofSeconds(5)));
  }

  @Test
  void refusesABoxIdThatItHasUsed() {
    SandboxSpec spec = boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent());
    Box box = isolator.launch(spec);

    assertThatThrownBy(() -> isolator.launch(spec)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(box.exit()).isNotDone();
    box.stop(Duration.ZERO);
  }

  @Test
  void namesItselfAndWhatItFound() {
    RuntimeReport report = isolator.fingerprint();

    assertThat(report.name()).isEqualTo(isolator.name());
    assertThat(report.usable()).isTrue();
    assertThat(report.problems()).isEmpty();
  }
}
