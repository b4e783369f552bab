package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.ScopeChoice;
import dev.ironclaw.contract.api.ApprovalsView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.function.Consumer;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// What approving takes, and the two answers. Approve is never the default button and never has the focus first.
public final class DecisionBar extends VBox {
  private final CardViewModel model;
  private final Texts texts;
  private final TextField reason = new TextField();
  private final HBox rejecting = new HBox(8);
  private final HBox buttons = new HBox(8);
  private final Button approve;
  private Runnable refuse;

  /// For what is not asked for yet.
  ///
  /// @param yes what approving it is called
  /// @param back leaves it
  /// @param between buttons for what else can be done with it
  public static DecisionBar ofDraft(CardViewModel model, Texts texts, String yes, Runnable approve, Runnable back,
      Node... between) {
    DecisionBar bar = new DecisionBar(model, texts, approve, _ -> {});
    bar.refuse = back;
    bar.approve.setText(yes);
    bar.buttons.getChildren().addAll(bar.buttons.getChildren().indexOf(bar.approve), List.of(between));
    if (between.length > 0 && model.change().approvals().isPresent()) {
      // Nobody approves what two people must in the act of asking for it.
      bar.buttons.getChildren().remove(bar.approve);
    }
    return bar;
  }

  DecisionBar(CardViewModel model, Texts texts, Runnable decide, Consumer<String> reject) {
    this.refuse = this::askReason;
    this.approve = new Button(texts.of("approvals.bar.approve"));
    this.model = model;
    this.texts = texts;
    getStyleClass().add("decision-bar");
    setSpacing(8);
    demands();
    buttons(decide);
    rejecting(reject);
    getChildren().addAll(buttons, rejecting);
    show(!model.reason().get().isEmpty());
  }

  void askReason() {
    show(true);
    reason.requestFocus();
  }

  private void show(boolean asking) {
    rejecting.setVisible(asking);
    rejecting.setManaged(asking);
    buttons.setVisible(!asking);
    buttons.setManaged(!asking);
  }

  private void demands() {
    if (model.approvals().get().isPresent()) {
      getChildren().add(Words.of(model.approvals().map(two -> two.map(this::people).orElse(""))));
    }
    if (!model.isGreen()) {
      Label scroll = Words.of(texts.of("approvals.bar.scroll"));
      scroll.visibleProperty().bind(model.seen().not());
      scroll.managedProperty().bind(scroll.visibleProperty());
      getChildren().add(scroll);
    }
    if (model.isRed()) {
      TextField name = field("approvals-name", texts.of("approvals.bar.name.prompt"));
      model.name().bind(name.textProperty());
      getChildren().add(demand(texts.of("approvals.bar.name", model.wantedName()), name));
    }
    if (model.takesCode()) {
      TextField code = field("approvals-code", texts.of("approvals.bar.code.prompt"));
      code.textProperty().bindBidirectional(model.code());
      getChildren().add(demand(texts.of("approvals.bar.code"), code));
    }
  }

  private String people(ApprovalsView two) {
    return two.by().isEmpty()
        ? texts.of("approvals.bar.people", two.needed())
        : texts.of("approvals.bar.people.some", two.needed(), String.join(", ", two.by()));
  }

  private void buttons(Runnable decide) {
    Button no = new Button(texts.of(model.isDraft() ? "approvals.bar.back" : "approvals.bar.reject"));
    no.setId("approvals-reject");
    no.setOnAction(_ -> refuse.run());
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    approve.setId("approvals-approve");
    approve.getStyleClass().add(model.isGreen() ? "accent" : model.isRed() ? "danger" : "warning-button");
    approve.disableProperty().bind(model.approvable().not());
    approve.setOnAction(_ -> decide.run());
    buttons.setAlignment(Pos.CENTER_LEFT);
    buttons.getChildren().addAll(no, space);
    if (model.scopes().size() > 1) {
      buttons.getChildren().add(scopes());
    }
    buttons.getChildren().add(approve);
  }

  private ComboBox<ScopeChoice> scopes() {
    ComboBox<ScopeChoice> choice = new ComboBox<>();
    choice.setId("approvals-scope");
    choice.setAccessibleText(texts.of("approvals.bar.scope"));
    choice.getItems().setAll(model.scopes());
    choice.setConverter(new StringConverter<>() {
      @Override
      public String toString(ScopeChoice scope) {
        return scope == null ? "" : scope.words();
      }

      @Override
      public ScopeChoice fromString(String words) {
        throw new UnsupportedOperationException("nobody types it");
      }
    });
    choice.valueProperty().bindBidirectional(model.scope());
    return choice;
  }

  private void rejecting(Consumer<String> reject) {
    reason.setId("approvals-reason");
    reason.textProperty().bindBidirectional(model.reason());
    reason.setPromptText(texts.of("approvals.bar.reason"));
    HBox.setHgrow(reason, Priority.ALWAYS);
    Button back = new Button(texts.of("approvals.bar.back"));
    back.setOnAction(_ -> show(false));
    Button no = new Button(texts.of("approvals.bar.reject.now"));
    no.setId("approvals-reject-now");
    no.getStyleClass().add("danger");
    no.setOnAction(_ -> reject.accept(reason.getText()));
    reason.setOnAction(_ -> reject.accept(reason.getText()));
    rejecting.getChildren().addAll(back, reason, no);
  }

  private static TextField field(String id, String prompt) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(prompt);
    return field;
  }

  private static HBox demand(String words, TextField field) {
    Label label = Words.of(words);
    label.setLabelFor(field);
    HBox row = new HBox(8, label, field);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }
}
