package dev.ironclaw.desktop.job;

import static dev.ironclaw.desktop.job.JobFixtures.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.JobFileView;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobFilesTest {
  private final Desk desk = new Desk();
  private final Calls calls = desk.backend().calls();
  private final JobFiles files = new JobFiles(desk.backend(), calls);

  @BeforeEach
  void answers() {
    calls.open();
    JobFixtures.answers(desk);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private JobFileView entry(String name) {
    return files.entries().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private JobFiles.Read open() {
    return files.open().get().orElseThrow();
  }

  @Test
  void goesThroughFoldersAndBack() {
    files.show(Optional.of(NOTES));
    assertThat(files.isTop()).isTrue();
    files.choose(entry("2026"));
    assertThat(files.path().get()).isEqualTo("2026");
    assertThat(files.entries()).extracting(JobFileView::name).containsExactly("lisbon.md");
    files.up();
    assertThat(files.entries()).hasSize(5);
    files.go(JobFiles.OUTPUT);
    assertThat(files.entries()).extracting(JobFileView::path).containsExactly("/output/sorted.md");
    assertThat(files.isTop()).isTrue();
    files.up();
    assertThat(files.path().get()).as("there is nothing above").isEqualTo(JobFiles.OUTPUT);
  }

  @Test
  void readsTextSaysWhatIsNoneAndOpensNoLink() {
    files.show(Optional.of(NOTES));
    files.choose(entry("README.md"));
    assertThat(open().text().shown()).startsWith("# Notes").contains("\ttoken = [REDACTED]");
    assertThat(open().content().orElseThrow().redacted()).isTrue();
    files.choose(entry("photo.jpg"));
    assertThat(open().text().shown()).isEmpty();
    assertThat(open().content().orElseThrow().content()).isEmpty();
    int asked = desk.controlPlane().asked("GET").size();
    files.choose(entry("latest"));
    assertThat(desk.controlPlane().asked("GET")).hasSize(asked);
  }

  @Test
  void saysWhatItCantRead() {
    desk.controlPlane().refuse(JobFixtures.path(NOTES) + "/files/read?path=README.md", 413, "TOO_LARGE",
        "it has more than 8 MiB");
    files.show(Optional.of(NOTES));
    files.choose(entry("README.md"));
    assertThat(open().problem()).contains("it has more than 8 MiB");
    desk.controlPlane().refuse(JobFixtures.path(NOTES) + "/files/list?path=", 500, "INTERNAL", "it failed");
    files.load();
    assertThat(files.state().get()).isEqualTo(new ListState.Failed("it failed"));
    desk.controlPlane().refuse(JobFixtures.path(NOTES) + "/files/list?path=", 404, "NOT_FOUND", "it does not exist");
    files.load();
    assertThat(files.state().get()).as("it has not begun").isEqualTo(new ListState.Empty());
  }

  @Test
  void aFileThatIsLongIsCut() {
    Lines lines = Lines.of("x".repeat(Lines.LONGEST * 2) + "\n" + "y\n".repeat(Lines.MOST * 2));
    assertThat(lines.cut()).isTrue();
    assertThat(lines.shown()).hasSize(Lines.MOST);
    assertThat(lines.shown().getFirst().length()).isLessThanOrEqualTo(Lines.LONGEST + 1);
    assertThat(Lines.of("a\nb").cut()).isFalse();
    assertThat(Lines.of("a\nb").shown()).containsExactly("a", "b");
  }

  @Test
  void anAnswerOfAFolderThatWasLeftSaysNothing() {
    files.show(Optional.of(NOTES));
    JobFileView readme = entry("README.md");
    desk.hold();
    files.choose(readme);
    files.go("2026");
    desk.deliver();
    assertThat(files.open().get()).isEmpty();
    assertThat(files.entries()).extracting(JobFileView::name).containsExactly("lisbon.md");
  }
}
