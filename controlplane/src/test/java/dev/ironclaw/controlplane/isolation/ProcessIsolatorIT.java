package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The isolator that isolates nothing keeps the same contract, and says what it is.
final class ProcessIsolatorIT extends IsolatorContract {
  @Override
  Isolator isolator(TestBoxes boxes) {
    return new ProcessIsolator(boxes.top.resolve("run"), new ProcessRunner(),
        ProcessIsolator.Allow.YES_WITHOUT_ANY_ISOLATION);
  }

  @Override
  List<String> traces(TestBoxes boxes) {
    Path folders = boxes.top.resolve("run/processes");
    List<String> traces = new ArrayList<>();
    new HostProcesses(Path.of("/proc"))
        .matching(a -> a.stream().anyMatch(word -> word.startsWith("-Dironclaw.box=" + folders)))
        .forEach(seen -> traces.add("process " + seen));
    try (Stream<Path> left = Files.list(folders)) {
      left.forEach(path -> traces.add("file " + path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return traces;
  }

  @Test
  void refusesUnlessItWasChosenByName() {
    assertThatThrownBy(
        () -> new ProcessIsolator(boxes.top.resolve("run"), new ProcessRunner(), ProcessIsolator.Allow.NO))
        .isInstanceOf(IronclawException.class).hasMessageContaining("--runtime process");
  }

  @Test
  void warnsLoudlyAndClaimsNoLimit() {
    assertThat(isolator.fingerprint().warnings()).first().asString().startsWith("NO ISOLATION");
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    assertThat(box.outside().limits()).isEqualTo("not enforced");
    assertThat(box.outside().networkNamespace()).contains("the host's own");
    box.stop(Duration.ZERO);
  }

  @Test
  void endsAProcessThatItsControlPlaneLeft() throws Exception {
    Box left = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    assertThat(isolator(boxes).recover()).isEmpty();

    assertThat(left.exit().get(60, java.util.concurrent.TimeUnit.SECONDS).code()).isEqualTo(137);
  }
}
