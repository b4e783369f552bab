package dev.ironclaw.desktop.job;

import static dev.ironclaw.desktop.job.JobFixtures.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.JobChangeView;
import dev.ironclaw.contract.api.JobReviewView;
import dev.ironclaw.desktop.job.ChangeLines.Mode;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a person sees before they bring a change over.
@Timeout(240)
class JobChangesPaneTest {
  private static final String BECOMES = "old mode 100644\nnew mode 100755";

  private final Desk desk = new Desk();
  private final Calls calls = desk.backend().calls();
  private final JobChanges changes = new JobChanges(desk.backend(), calls);

  @BeforeEach
  void openCalls() {
    calls.open();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private JobChangesPane open(String diff) throws Exception {
    desk.controlPlane().answer(JobFixtures.path(NOTES) + "/review",
        new JobReviewView(NOTES, "notes", "open", "9f3c2b1a0d4e5f60", List.of(new JobChangeView("same.txt", "changed",
            false, Optional.of(5L), Optional.of(5L), Optional.of(diff), Optional.empty())), List.of()));
    return Fx.on(() -> {
      JobChangesPane pane = new JobChangesPane(changes, new Questions(), new JobWords(Desk.TEXTS), Desk.TEXTS);
      new Scene(pane, 900, 600);
      changes.show(Optional.of(NOTES), "open");
      pane.applyCss();
      pane.layout();
      return pane;
    });
  }

  private static List<String> words(Node node) {
    List<String> found = new ArrayList<>();
    if (node instanceof Labeled label) {
      found.add(label.getText());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> found.addAll(words(child)));
    }
    return found;
  }

  @Test
  void saysThatAFileBecomesAProgram() throws Exception {
    JobChangesPane pane = open(BECOMES);
    ListView<?> lines = (ListView<?>) Fx.on(() -> pane.lookup("#job-diff"));
    assertThat(lines.getItems().stream().map(String::valueOf)).containsExactly("old mode 100644", "new mode 100755");
    assertThat(lines.getParent().isVisible()).isTrue();
    assertThat(Fx.on(() -> words(pane))).anyMatch(text -> text != null && text.contains("becomes a program"));
  }

  @Test
  void leavesOutTheNamesAlone() {
    assertThat(ChangeLines.body(BECOMES)).isEqualTo(BECOMES);
    assertThat(ChangeLines.body("new file mode 100755\n--- /dev/null\n+++ b/new/run.sh\n@@ -0,0 +1,1 @@\n+echo"))
        .isEqualTo("new file mode 100755\n@@ -0,0 +1,1 @@\n+echo");
    assertThat(ChangeLines.body("new file mode 100755\n(its content is no text)"))
        .isEqualTo("new file mode 100755\n(its content is no text)");
    assertThat(ChangeLines.body("--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n--- was\n+++ is"))
        .as("lines of the file itself").isEqualTo("@@ -1,1 +1,1 @@\n--- was\n+++ is");
    assertThat(ChangeLines.body("")).isEmpty();
  }

  @Test
  void readsTheModeWhereItIsSaidAndNotInTheFile() {
    assertThat(ChangeLines.mode(BECOMES)).isEqualTo(Mode.PROGRAM);
    assertThat(ChangeLines.mode("new file mode 100755\n--- /dev/null\n+++ b/x\n@@ -0,0 +1,1 @@\n+echo"))
        .isEqualTo(Mode.PROGRAM);
    assertThat(ChangeLines.mode("old mode 100755\nnew mode 100644\n--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\n+b"))
        .isEqualTo(Mode.NO_PROGRAM);
    assertThat(ChangeLines.mode("--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n-a\n+b\nnew mode 100755")).isEqualTo(Mode.SAME);
  }
}
