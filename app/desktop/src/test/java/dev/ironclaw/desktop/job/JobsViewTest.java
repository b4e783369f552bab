package dev.ironclaw.desktop.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class JobsViewTest {
  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void countsInTheFilterWhatHasComeSince() throws Exception {
    JobFixtures.answers(desk);
    Screen.Opened opened = Fx.on(() -> {
      Screen.Opened made = JobsView.screen(new Navigation(), _ -> new FakeFeed(), Desk.TEXTS, _ -> {}).open()
          .apply(desk.backend());
      new Scene(made.view(), 900, 600);
      made.model().start();
      return made;
    });
    assertThat(filterShows(opened)).isEqualTo("All jobs (5)");

    desk.controlPlane().answer("GET /api/jobs/summary", new JobSummaryView(6, 1, 0, 2, 1, 1, 0, 1, 3_461_090));
    Fx.on(() -> {
      opened.model().stop();
      opened.model().start();
      return true;
    });

    assertThat(filterShows(opened)).isEqualTo("All jobs (6)");
    Fx.on(() -> {
      opened.model().stop();
      return true;
    });
  }

  private static String filterShows(Screen.Opened opened) throws Exception {
    return Fx.on(() -> {
      opened.view().applyCss();
      opened.view().layout();
      ComboBox<?> filter = (ComboBox<?>) opened.view().lookup("#jobs-filter");
      return ((ListCell<?>) filter.lookup(".combo-box > .list-cell")).getText();
    });
  }
}
