package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.BudgetAmount;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.BudgetView.LimitView;
import dev.ironclaw.desktop.agent.AgentsViewModel.Page;
import dev.ironclaw.desktop.shell.Field;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.SureButton;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The form for one agent's budget: for a day and for a month, in dollars and in tokens, from where on people are asked and
/// where calls end.
final class BudgetFormView extends BorderPane {
  private static final double WIDE = 300;

  private final BudgetFormViewModel model;
  private final Texts texts;
  private final Button review;
  private final SureButton discard;
  private final Label hint = Words.of("", "text-muted");

  BudgetFormView(AgentsViewModel screen, Page.Budget page, Texts texts) {
    this.model = page.model();
    this.texts = texts;
    review = new Button(texts.of("agents.form.review"));
    review.setId("agents-review");
    review.getStyleClass().add("accent");
    review.setOnAction(_ -> screen.review(page));
    discard = new SureButton(texts.of("agents.form.discard"), texts.of("agents.form.discard.sure"), model::discard);
    discard.setId("agents-discard");
    PageHead head = new PageHead(texts, "", screen::back);
    setTop(head);
    model.budget().subscribe(budget -> head.title(texts.of("agents.limit.title",
        VisibleText.brief(budget.map(BudgetView::name).orElse(model.id())))));
    VBox parts = new VBox(26, Words.of(texts.of("agents.limit.help"), "text-muted"), part("day"), part("month"));
    parts.getStyleClass().add("page");
    ScrollPane scroll = new ScrollPane(parts);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    BorderPane form = new BorderPane(scroll);
    form.setBottom(FormBar.of(discard, hint, review));
    setCenter(new StatePane(texts, "agents", model.state(), form, model::load));
    model.objections().subscribe(_ -> judge());
    model.dirty().subscribe(_ -> judge());
  }

  private Node part(String over) {
    Label head = new Label(texts.of("agents.limit." + over));
    head.getStyleClass().addAll("text-caption", "section-title");
    String span = over.equals("day") ? "PerDay" : "PerMonth";
    return new VBox(16, head, row("cents" + span, "agents.limit.dollars"), row("tokens" + span, "agents.limit.tokens"));
  }

  private Node row(String span, String key) {
    Label used = new Label();
    used.getStyleClass().add("text-muted");
    used.setMinWidth(Region.USE_PREF_SIZE);
    model.budget().subscribe(budget -> used.setText(used(budget, span)));
    return new HBox(16,
        field(BudgetDraft.hard(span), texts.of(key + ".hard"), "agents.limit.hard.help", "agents.limit.none")
            .beside(used),
        field(BudgetDraft.soft(span), texts.of(key + ".soft"), "agents.limit.soft.help", "agents.limit.soft.none"));
  }

  private String used(Optional<BudgetView> budget, String span) {
    return budget.stream().flatMap(known -> known.limits().stream()).filter(limit -> limit.span().equals(span))
        .findFirst().map(LimitView::used)
        .map(used -> texts.of("agents.limit.used." + (span.endsWith("Month") ? "month" : "day"),
            BudgetRows.amount(BudgetAmount.isMoney(span), used, texts)))
        .orElse("");
  }

  private Field field(String key, String title, String help, String prompt) {
    TextField input = new TextField();
    input.setId("agents-limit-" + key.replace('.', '-'));
    input.setPromptText(texts.of(prompt));
    input.textProperty().bindBidirectional(model.field(key));
    Field field = new Field(title, texts.of(help), input, model.objections().map(why -> why.get(key)));
    field.setPrefWidth(WIDE);
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  private void judge() {
    discard.setVisible(model.dirty().get());
    review.setDisable(!model.isReady());
    int wrong = model.objections().get().size();
    hint.setText(wrong > 0
        ? texts.of("agents.form.objections", wrong)
        : texts.of(model.isReady() ? "agents.form.next" : "agents.form.same"));
  }
}
