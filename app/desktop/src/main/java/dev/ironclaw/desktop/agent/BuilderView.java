package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.desktop.agent.AgentsViewModel.Page;
import dev.ironclaw.desktop.agent.BuilderViewModel.Subject;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.SureButton;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/// The form for one agent: at the left what can be chosen and written, at the right what the agent will read.
final class BuilderView extends BorderPane {
  private final BuilderViewModel model;
  private final Texts texts;
  private final Button review;
  private final Label hint = Words.of("", "text-muted");
  private final SureButton discard;

  BuilderView(AgentsViewModel screen, Page.Form page, Texts texts) {
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
    BorderPane form = new BorderPane();
    setCenter(new StatePane(texts, "agents", model.state(), form, model::load));
    model.state().subscribe(state -> {
      if (state instanceof ListState.Filled && form.getCenter() == null) {
        fill(form);
      }
      head.title(title());
    });
    model.objections().subscribe(_ -> judge());
    model.dirty().subscribe(_ -> judge());
    model.state().subscribe(_ -> judge());
  }

  private String title() {
    return switch (model.subject()) {
      case Subject.Fresh _ -> texts.of("agents.form.new");
      case Subject.CopyOf copy -> texts.of("agents.form.copy", name(copy.id()));
      case Subject.Edit edit -> texts.of("agents.form.edit", name(edit.id()));
    };
  }

  private String name(String id) {
    return VisibleText.brief(model.state().get() instanceof ListState.Filled
        ? model.catalog().agent(id).map(AgentView::name).orElse(id)
        : id);
  }

  private void fill(BorderPane form) {
    VBox fields = new VBox(24);
    fields.getStyleClass().add("page");
    if (model.subject() instanceof Subject.Fresh) {
      fields.getChildren().add(new TemplatePane(model, texts));
    }
    fields.getChildren().addAll(new BasicsPane(model, texts), new DocumentsPane(model, texts),
        new ToolsPane(model, texts));
    ScrollPane scroll = new ScrollPane(fields);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    form.setCenter(scroll);
    form.setRight(new ReadingPane(model, texts));
    form.setBottom(FormBar.of(discard, hint, review));
  }

  private void judge() {
    Map<String, String> objections = model.objections().get();
    boolean dirty = model.dirty().get();
    discard.setVisible(dirty);
    review.setDisable(!model.isReady());
    if (objections.size() == 1 && objections.containsKey("name")) {
      hint.setText(objections.get("name"));
    } else if (!objections.isEmpty()) {
      hint.setText(texts.of("agents.form.objections", objections.size()));
    } else if (!model.isReady()) {
      hint.setText(texts.of("agents.form.same"));
    } else {
      hint.setText(texts.of(model.resumed().get() ? "agents.form.resumed" : "agents.form.next"));
    }
  }
}
