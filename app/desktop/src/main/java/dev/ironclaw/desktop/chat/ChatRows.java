package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.markdown.MarkdownPane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import dev.ironclaw.desktop.shell.WrappingCell.Row;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// What each sort of row looks like.
final class ChatRows implements Function<ChatItem, Row> {
  private static final double WIDEST = 720;
  private static final int READ_ALOUD = 1_000;

  private final ChatViewModel model;
  private final Conversation conversation;
  private final LinkQuestion links;
  private final Unfolded unfolded;
  private final Texts texts;

  ChatRows(ChatViewModel model, Conversation conversation, Consumer<String> browse, Unfolded unfolded, Texts texts) {
    this.model = model;
    this.conversation = conversation;
    this.links = new LinkQuestion(browse, texts);
    this.unfolded = unfolded;
    this.texts = texts;
  }

  @Override
  public Row apply(ChatItem item) {
    return switch (item) {
      case ChatItem.Said said -> said(said);
      case ChatItem.Writing writing -> row(bubble(false, markdown(writing.text())), Pos.CENTER_LEFT, writing.text());
      case ChatItem.Waiting waiting -> waiting(waiting);
      case ChatItem.Unsent unsent -> unsent(unsent);
      case ChatItem.Asked asked -> new Row(new AskedRow(asked, model, unfolded, texts), asked.change().card().title());
      case ChatItem.Question(QuestionView question) -> new Row(new QuestionRow(question, model, texts),
          texts.of("chat.question") + ": " + question.question());
      case ChatItem.Earlier _ -> earlier();
    };
  }

  private Row said(ChatItem.Said said) {
    MessageView message = said.message();
    String who = said.fromAgent() ? VisibleText.line(conversation.agent().name()) : texts.of("chat.you");
    String when = Moments.ago(Instant.parse(message.timestamp()), model.clock().instant(), texts);
    Label time = small(texts.of("chat.said", who, when));
    Button copy = new Button("", new FontIcon("mdi2c-content-copy"));
    copy.getStyleClass().addAll("flat", "small", "button-icon", "quiet");
    copy.setAccessibleText(texts.of("chat.copy"));
    copy.setTooltip(new Tooltip(texts.of("chat.copy")));
    copy.setOnAction(_ -> copy(VisibleText.text(message.content())));
    HBox foot = new HBox(4, time, copy);
    if (!said.fromAgent()) {
      foot.getChildren().add(again(message));
    }
    foot.setAlignment(said.fromAgent() ? Pos.CENTER_LEFT : Pos.CENTER_RIGHT);
    Node words = said.fromAgent() ? markdown(message.content()) : plain(message.content());
    VBox both = new VBox(2, bubble(!said.fromAgent(), words), foot);
    message.attachment().ifPresent(
        file -> both.getChildren().add(1, new FileRow(message, file, conversation.question(message), model, texts)));
    both.setMaxWidth(WIDEST);
    both.setMinWidth(0);
    both.setAlignment(said.fromAgent() ? Pos.TOP_LEFT : Pos.TOP_RIGHT);
    return row(both, said.fromAgent() ? Pos.TOP_LEFT : Pos.TOP_RIGHT, who + ": " + message.content());
  }

  private Button again(MessageView message) {
    Button again = new Button("", new FontIcon("mdi2r-refresh"));
    again.getStyleClass().addAll("flat", "small", "button-icon", "quiet");
    again.setAccessibleText(texts.of("chat.again"));
    again.setTooltip(new Tooltip(texts.of("chat.again")));
    again.setOnAction(_ -> model.again(message));
    return again;
  }

  private Row waiting(ChatItem.Waiting waiting) {
    String words = texts.of("chat.waiting." + waiting.why().name().toLowerCase(Locale.ROOT))
        + (waiting.note().isEmpty() || waiting.why() != ChatItem.Waiting.Why.TROUBLE
            ? ""
            : " " + VisibleText.text(waiting.note()));
    HBox line = new HBox(8);
    line.setAlignment(Pos.CENTER_LEFT);
    switch (waiting.why()) {
      case THINKING, STARTING -> {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(16, 16);
        wheel.setMinSize(16, 16);
        line.getChildren().add(wheel);
      }
      case TROUBLE -> line.getChildren().add(new FontIcon("mdi2a-alert-outline"));
      case STOPPING -> line.getChildren().add(new FontIcon("mdi2s-stop-circle-outline"));
      case ASLEEP -> line.getChildren().add(new FontIcon("mdi2s-sleep"));
    }
    Label label = Words.of(words);
    label.getStyleClass().add("text-muted");
    line.getChildren().add(label);
    return row(line, Pos.CENTER_LEFT, words);
  }

  private Row unsent(ChatItem.Unsent unsent) {
    VBox both = new VBox(4, bubble(true, plain(unsent.text())));
    both.setMaxWidth(WIDEST);
    both.setMinWidth(0);
    both.setAlignment(Pos.TOP_RIGHT);
    if (unsent.problem().isEmpty()) {
      both.getChildren().add(small(texts.of("chat.unsent.sending")));
    } else {
      Label why = Words.of(texts.of("chat.unsent", VisibleText.text(unsent.problem())));
      why.getStyleClass().addAll("text-small", "danger-words");
      Button again = new Button(texts.of("chat.unsent.again"));
      again.getStyleClass().add("small");
      again.setOnAction(_ -> conversation.retry(unsent));
      Button back = new Button(texts.of("chat.unsent.back"));
      back.getStyleClass().add("small");
      back.setOnAction(_ -> conversation.takeBack(unsent));
      HBox acts = new HBox(8, back, again);
      acts.setAlignment(Pos.CENTER_RIGHT);
      both.getChildren().addAll(why, acts);
    }
    return row(both, Pos.TOP_RIGHT, unsent.text());
  }

  private Row earlier() {
    Button more = new Button(texts.of("chat.earlier"));
    more.getStyleClass().addAll("flat", "small");
    more.disableProperty().bind(conversation.loadingOlder());
    more.setOnAction(_ -> conversation.loadOlder());
    return row(more, Pos.CENTER, texts.of("chat.earlier"));
  }

  private MarkdownPane markdown(String words) {
    return new MarkdownPane(words, links::ask, texts);
  }

  /// The person's own words, as they were typed.
  private Node plain(String words) {
    return MarkdownPane.plain(words, texts);
  }

  private static Region bubble(boolean own, Node words) {
    VBox bubble = new VBox(words);
    bubble.getStyleClass().addAll("bubble", own ? "bubble-own" : "bubble-agent");
    bubble.setMaxWidth(WIDEST);
    bubble.setMinWidth(0);
    bubble.setFillWidth(true);
    VBox holder = new VBox(bubble);
    holder.setFillWidth(false);
    holder.setAlignment(own ? Pos.TOP_RIGHT : Pos.TOP_LEFT);
    holder.setMinWidth(0);
    return holder;
  }

  private static Row row(Node node, Pos where, String words) {
    HBox row = new HBox(node);
    row.setAlignment(where);
    row.setMinWidth(0);
    return new Row(row, VisibleText.text(words.length() <= READ_ALOUD ? words : words.substring(0, READ_ALOUD)));
  }

  private static Label small(String words) {
    Label label = new Label(words);
    label.getStyleClass().addAll("text-muted", "text-small");
    return label;
  }

  private static void copy(String words) {
    ClipboardContent content = new ClipboardContent();
    content.putString(words);
    Clipboard.getSystemClipboard().setContent(content);
  }
}
