package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.approval.OpenCardPane;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.io.File;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;

/// The conversation that is open: what was said, the card of what the agent asks for, and where the person writes.
final class ConversationPane extends BorderPane {
  private final ChatViewModel model;
  private final Consumer<String> browse;
  private final Texts texts;
  private final Label name = new Label();
  private final TextField search = new TextField();
  private final Button session;
  private final Button export;
  private final Composer composer;
  private final VBox card = new VBox();
  private Subscription showing = Subscription.EMPTY;

  ConversationPane(ChatViewModel model, Consumer<String> browse, Texts texts) {
    this.model = model;
    this.browse = browse;
    this.texts = texts;
    this.session = icon("mdi2t-timeline-text-outline", "chat.session", model::openSession);
    this.export = icon("mdi2e-export-variant", "chat.export", this::export);
    this.composer = new Composer(model, texts);
    getStyleClass().add("conversation");
    setTop(head());
    setBottom(new VBox(card(), composer));
    model.conversation().subscribe(this::show);
  }

  private HBox head() {
    name.getStyleClass().add("title-4");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    search.setId("chat-search");
    search.setPromptText(texts.of("chat.search"));
    search.setAccessibleText(texts.of("chat.search"));
    search.setPrefWidth(220);
    HBox head = new HBox(8, name, space, search, session, export);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("conversation-head");
    return head;
  }

  private Button icon(String icon, String key, Runnable work) {
    Button button = new Button("", new FontIcon(icon));
    button.getStyleClass().addAll("flat", "button-icon");
    button.setAccessibleText(texts.of(key));
    button.setTooltip(new Tooltip(texts.of(key)));
    button.setOnAction(_ -> work.run());
    return button;
  }

  /// At most half of what there is: what led to the question stays in sight.
  private Node card() {
    Label title = new Label(texts.of("chat.card"));
    title.getStyleClass().addAll("text-caption", "section-title");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(title, space, icon("mdi2c-close", "chat.card.close", model::closeCard));
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("inline-card-head");
    OpenCardPane pane = new OpenCardPane(model.card(), texts);
    VBox.setVgrow(pane, Priority.ALWAYS);
    card.getChildren().setAll(head, pane);
    card.getStyleClass().add("inline-card");
    card.prefHeightProperty().bind(heightProperty().multiply(0.55));
    model.card().shown().subscribe(open -> {
      card.setVisible(open.isPresent());
      card.setManaged(open.isPresent());
    });
    return card;
  }

  private void show(Optional<Conversation> now) {
    showing.unsubscribe();
    search.textProperty().unbind();
    showing = now.map(this::show).orElse(Subscription.EMPTY);
    composer.show(now);
  }

  private Subscription show(Conversation conversation) {
    name.setText(VisibleText.line(conversation.agent().name()));
    search.setText(conversation.search().get());
    ChatList list = new ChatList(model, conversation, browse, texts);
    setCenter(new StatePane(texts, "chat.conversation", conversation.state(), list, conversation::load));
    return Subscription.combine(search.textProperty().subscribe(words -> conversation.search().set(words)),
        conversation.session().subscribe(known -> {
          session.setDisable(known.isEmpty());
          export.setDisable(known.isEmpty());
        }));
  }

  private void export() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.of("chat.export"));
    chooser.setInitialFileName("conversation.md");
    chooser.getExtensionFilters().addAll(
        new FileChooser.ExtensionFilter(texts.of("chat.export.markdown"), "*.md"),
        new FileChooser.ExtensionFilter(texts.of("chat.export.json"), "*.json"));
    Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow())).map(File::toPath).ifPresent(model::export);
  }
}
