package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.agent.ReviewPane;
import dev.ironclaw.desktop.agent.ReviewViewModel;
import dev.ironclaw.desktop.agent.TemplateChoice;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/// The first agent: what it starts from and its name, then its card.
final class FirstAgentPane extends BorderPane {
  private static final double FIELD = 320;
  private final OnboardingViewModel model;
  private final Texts texts;

  FirstAgentPane(OnboardingViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    model.reviewed().subscribe(_ -> show());
    model.form().subscribe(_ -> show());
  }

  private void show() {
    Optional<ReviewViewModel> review = model.reviewed().get();
    if (review.isPresent()) {
      if (!(getCenter() instanceof ReviewPane)) {
        setCenter(new ReviewPane(review.get(), texts, model::leaveReview, this::ways));
      }
      return;
    }
    VBox page = new VBox(18);
    page.getStyleClass().add("page");
    model.form().get().ifPresent(form -> fill(page, form));
    ScrollPane scroll = new ScrollPane(page);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    setCenter(new StatePane(texts, "onboarding", model.state(), scroll, model::load));
  }

  private void fill(VBox page, FirstAgentViewModel form) {
    if (!form.catalog().agents().isEmpty()) {
      page.getChildren().add(Words.of(texts.of("onboarding.agent.there",
          VisibleText.brief(form.catalog().agents().getFirst().name()))));
    }
    TemplateChoice choice = new TemplateChoice(form.catalog().templates(), texts, form.template()::set);
    form.template().subscribe(chosen -> choice.mark(Optional.of(chosen)));
    TextField name = new TextField();
    name.setId("onboarding-name");
    name.setMaxWidth(FIELD);
    name.textProperty().bindBidirectional(form.name());
    name.setOnAction(_ -> model.review());
    Label title = new Label(texts.of("agents.name"));
    title.getStyleClass().add("text-bold");
    title.setLabelFor(name);
    Label below = Words.of("");
    Button review = new Button(texts.of("onboarding.agent.review"));
    review.setId("onboarding-review");
    review.getStyleClass().add("accent");
    review.setOnAction(_ -> model.review());
    form.objection().subscribe(why -> {
      below.setText(why.orElseGet(() -> texts.of("agents.name.help")));
      below.getStyleClass().setAll("label", why.isPresent() ? "objection" : "text-muted");
      review.setDisable(why.isPresent());
    });
    page.getChildren().addAll(choice, new VBox(4, title, name, below), review);
  }

  private List<Button> ways() {
    boolean there = model.reviewed().get().filter(ReviewViewModel::isApplied).isPresent();
    Button way = new Button(texts.of(there ? "onboarding.agent.talk" : "onboarding.agent.later"));
    way.setId("onboarding-talk");
    way.getStyleClass().add("accent");
    way.setOnAction(_ -> {
      if (there) {
        model.go(OnboardingViewModel.Step.HELLO);
      } else {
        model.leave();
      }
    });
    return List.of(way);
  }
}
