package dev.ironclaw.desktop.chat;

import dev.ironclaw.desktop.shell.Texts;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.FilteredList;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.BorderPane;
import javafx.scene.control.Label;

/// The rows of one conversation. Whoever is at the end stays at the end; whoever reads further up stays there.
final class ChatList extends BorderPane {
  /// So many pixels above the end still count as the end.
  private static final double NEAR = 40;

  private final Conversation conversation;
  private final FilteredList<ChatItem> shown;
  private final ListView<ChatItem> list;
  private final Label limit;
  private Optional<ChatItem> anchor = Optional.empty();
  private int before;

  ChatList(ChatViewModel model, Conversation conversation, Consumer<String> browse, Texts texts) {
    this.conversation = conversation;
    this.shown = new FilteredList<>(conversation.items());
    this.list = new ListView<>(shown);
    list.setId("chat-list");
    list.getStyleClass().addAll("chat-list", "edge-to-edge");
    Unfolded unfolded = new Unfolded(list::refresh);
    list.setCellFactory(_ -> new ChatCell(new ChatRows(model, conversation, browse, unfolded, texts)));
    limit = new Label(texts.of("chat.search.limit", Conversation.MOST));
    limit.getStyleClass().addAll("text-muted", "note");
    limit.managedProperty().bind(limit.visibleProperty());
    limit.setVisible(false);
    setCenter(list);
    setTop(limit);
    conversation.search().subscribe(this::look);
    conversation.loadingOlder().subscribe(loading -> {
      if (loading) {
        anchor = firstVisible();
      }
    });
    shown.addListener((ListChangeListener<ChatItem>) _ -> changed());
    // A card that opens below takes room from it.
    list.heightProperty().subscribe(() -> {
      if (lastVisible() >= shown.size() - 2) {
        toEnd();
      }
    });
    list.skinProperty().subscribe(skin -> {
      if (skin != null) {
        toEnd();
      }
    });
  }

  private void look(String words) {
    String wanted = words.strip().toLowerCase(Locale.ROOT);
    shown.setPredicate(item -> wanted.isEmpty() || (item instanceof ChatItem.Said said
        && said.message().content().toLowerCase(Locale.ROOT).contains(wanted)));
    limit.setVisible(!wanted.isEmpty() && conversation.isTooLongToSearch());
    toEnd();
  }

  private void changed() {
    limit.setVisible(!conversation.search().get().isBlank() && conversation.isTooLongToSearch());
    Optional<ChatItem> was = anchor;
    boolean end = isAtEnd();
    before = shown.size();
    if (was.isPresent()) {
      anchor = Optional.empty();
      list.scrollTo(shown.indexOf(was.get()));
    } else if (end) {
      toEnd();
    } else {
      flow().ifPresent(this::stay);
    }
  }

  /// A row that grows below or under somebody's eyes moves nothing that they read.
  private void stay(VirtualFlow<?> flow) {
    Optional.ofNullable(flow.getFirstVisibleCell()).ifPresent(first -> {
      int index = first.getIndex();
      double top = top(flow, first);
      Platform.runLater(() -> {
        list.layout();
        Optional.ofNullable(flow.getFirstVisibleCell()).filter(now -> now.getIndex() == index)
            .ifPresent(now -> flow.scrollPixels(top(flow, now) - top));
      });
    });
  }

  private static double top(VirtualFlow<?> flow, Node row) {
    return flow.sceneToLocal(row.localToScene(row.getLayoutBounds())).getMinY();
  }

  private void toEnd() {
    before = shown.size();
    // Heights are known only once the rows are laid out.
    list.scrollTo(Math.max(0, shown.size() - 1));
    Platform.runLater(() -> {
      list.scrollTo(Math.max(0, shown.size() - 1));
      list.layout();
      flow().ifPresent(this::settle);
    });
  }

  /// Going to a row shows its beginning, and by heights that were guessed: its end is brought to the bottom, so that
  /// neither words are below it nor nothing is.
  private void settle(VirtualFlow<?> flow) {
    below(flow).ifPresent(pixels -> {
      flow.scrollPixels(pixels);
      list.layout();
    });
  }

  /// How far the last row reaches below what is seen; negative where there is room under it.
  private Optional<Double> below(VirtualFlow<?> flow) {
    return Optional.ofNullable(flow.getLastVisibleCell()).filter(cell -> cell.getIndex() >= before - 1)
        .map(cell -> top(flow, cell) + cell.getHeight() - flow.getHeight());
  }

  private boolean isAtEnd() {
    return lastVisible() >= before - 2 && flow().flatMap(this::below).filter(pixels -> pixels > NEAR).isEmpty();
  }

  private Optional<VirtualFlow<?>> flow() {
    return Optional.ofNullable((VirtualFlow<?>) list.lookup(".virtual-flow"));
  }

  private int lastVisible() {
    return flow().map(VirtualFlow::getLastVisibleCell).map(cell -> cell.getIndex()).orElse(Integer.MAX_VALUE);
  }

  private Optional<ChatItem> firstVisible() {
    return flow().map(VirtualFlow::getFirstVisibleCell).map(cell -> cell.getIndex())
        .map(index -> index == 0 ? 1 : index).filter(index -> index < shown.size()).map(shown::get);
  }
}
