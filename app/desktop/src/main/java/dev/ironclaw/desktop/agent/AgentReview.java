package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.agent.AgentsViewModel.Page;
import dev.ironclaw.desktop.shell.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.layout.BorderPane;

/// The review of what a form or a retirement would ask for, as a page of this screen.
final class AgentReview extends BorderPane {
  AgentReview(AgentsViewModel screen, Page.Review page, Texts texts) {
    ReviewViewModel model = page.model();
    setTop(new PageHead(texts, texts.of("agents.review.title." + model.purpose().word()), screen::back));
    setCenter(new ReviewPane(model, texts, screen::back, () -> ways(screen, model, texts)));
  }

  /// Where to go from its end.
  private static List<Button> ways(AgentsViewModel screen, ReviewViewModel model, Texts texts) {
    List<Button> ways = new ArrayList<>();
    if (!model.isApplied()) {
      ways.add(
          way("agents-to-approvals", texts.of("agents.review.approvals"), () -> screen.navigation().go("approvals")));
    } else if (model.purpose() != Plan.Purpose.RETIRE) {
      String id = model.agent();
      if (screen.navigation().offers("chat")) {
        ways.add(way("agents-to-chat", texts.of("agents.chat"), () -> screen.navigation().go("chat", id)));
      }
      ways.add(way("agents-to-page", texts.of("agents.review.page", VisibleText.brief(id)), () -> screen.open(id)));
    }
    ways.add(way("agents-to-list", texts.of("agents.review.list"), screen::overview));
    return ways;
  }

  private static Button way(String id, String words, Runnable work) {
    Button button = new Button(words);
    button.setId(id);
    button.setOnAction(_ -> work.run());
    return button;
  }
}
