package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.agent.ReviewViewModel.Step;
import dev.ironclaw.desktop.approval.CardPane;
import dev.ironclaw.desktop.approval.CardViewModel;
import dev.ironclaw.desktop.approval.DecisionBar;
import dev.ironclaw.desktop.approval.RiskBadge;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.util.List;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The cards of what is wanted, one after the other, then what became of them.
public final class ReviewPane extends BorderPane {
  /// One below the other they are one column.
  private static final double RISK_WIDTH = 62;
  private final ReviewViewModel model;
  private final Texts texts;
  private final Runnable back;
  private final Supplier<List<Button>> ways;
  private final BorderPane card = new BorderPane();
  private final VBox steps = new VBox(4);

  /// @param back leaves it with nothing asked for
  /// @param ways buttons for what follows its end
  public ReviewPane(ReviewViewModel model, Texts texts, Runnable back, Supplier<List<Button>> ways) {
    this.model = model;
    this.texts = texts;
    this.back = back;
    this.ways = ways;
    steps.getStyleClass().add("review-steps");
    setBottom(new NoteLine(model.note()));
    model.state().subscribe(this::show);
    model.steps().subscribe(this::list);
    model.card().subscribe(shown -> shown.ifPresent(this::open));
    model.ended().subscribe(ended -> {
      if (ended) {
        end();
      }
    });
    list();
  }

  private void show(ListState state) {
    if (state instanceof ListState.Filled) {
      setCenter(card);
    } else {
      BorderPane waiting = new BorderPane(
          new StatePane(texts, "agents.review", model.state(), new Region(), model::load));
      waiting.setBottom(bar(new Region()));
      setCenter(waiting);
    }
  }

  /// Where it is more than one: which is decided now, and what became of the others.
  private void list() {
    steps.getChildren().setAll(model.steps().stream().map(this::row).toList());
    boolean several = model.steps().size() > 1;
    card.setTop(several ? steps : null);
  }

  private Node row(Step step) {
    RiskBadge risk = new RiskBadge(texts);
    risk.show(step.card().card().risk());
    risk.setMinWidth(RISK_WIDTH);
    risk.setAlignment(Pos.CENTER);
    Label title = new Label(VisibleText.line(step.card().card().title()));
    title.setMinWidth(0);
    boolean now = model.card().get().filter(open -> open.change().id().equals(step.card().id())).isPresent();
    title.getStyleClass().add(now ? "text-bold" : "text-muted");
    Label became = new Label(step.state().map(state -> texts.of("agents.review.state." + state))
        .orElse(now ? texts.of("agents.review.now") : texts.of("agents.review.later")));
    became.getStyleClass().add("text-muted");
    became.setMinWidth(Region.USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox row = new HBox(10, risk, title, space, became);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void open(CardViewModel shown) {
    list();
    card.setCenter(new CardPane(shown, model.clock(), texts));
    if (!ReviewViewModel.isAskable(shown.change())) {
      card.setBottom(bar(new Region()));
      return;
    }
    Button ask = new Button(texts.of(model.steps().stream().filter(step -> step.state().isEmpty()).count() > 1
        ? "agents.review.ask.all"
        : "agents.review.ask"));
    ask.setId("agents-ask");
    ask.disableProperty().bind(shown.busy());
    ask.setOnAction(_ -> model.ask());
    card.setBottom(DecisionBar.ofDraft(shown, texts, texts.of("agents.review.yes." + model.purpose().word()),
        model::approve, back, ask));
  }

  private HBox bar(Node right) {
    Button leave = new Button(texts.of("approvals.bar.back"));
    leave.setOnAction(_ -> back.run());
    HBox bar = new HBox(8, leave, right);
    bar.getStyleClass().add("decision-bar");
    return bar;
  }

  private void end() {
    FontIcon picture = new FontIcon(model.isApplied() ? "mdi2c-check-circle-outline" : "mdi2i-inbox-arrow-down");
    picture.getStyleClass().add("state-icon");
    Label head = new Label(texts.of(model.isApplied()
        ? "agents.review.done." + model.purpose().word()
        : model.isAsked() ? "agents.review.asked" : "agents.review.partly"));
    head.getStyleClass().add("title-4");
    HBox buttons = new HBox(8);
    buttons.setAlignment(Pos.CENTER);
    buttons.getChildren().addAll(ways.get());
    VBox rows = new VBox(4);
    rows.setMaxWidth(560);
    rows.getChildren().setAll(model.steps().stream().map(this::row).toList());
    VBox all = new VBox(14, picture, head, rows, buttons);
    all.setAlignment(Pos.CENTER);
    setCenter(all);
  }
}
