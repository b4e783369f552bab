package dev.ironclaw.desktop.markdown;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;

/// Turns the blocks of one document into nodes, so many at most.
final class Blocks extends AbstractVisitor {
  private final Consumer<String> open;
  private final Texts texts;
  /// Where the next block goes; the document at the bottom.
  private final Deque<Pane> into = new ArrayDeque<>();
  private final Room room = new Room();

  Blocks(Consumer<String> open, Texts texts) {
    this.open = open;
    this.texts = texts;
    into.push(new VBox());
  }

  List<javafx.scene.Node> nodes() {
    return List.copyOf(into.getLast().getChildren());
  }

  /// True where there was more than is shown.
  boolean isCut() {
    return room.isExceeded();
  }

  private boolean hasRoom() {
    return room.hasBlock();
  }

  private void add(javafx.scene.Node node) {
    into.element().getChildren().add(node);
  }

  private TextFlow flow(Node holder, String... styles) {
    return new Inlines(room, open).flow(holder, styles);
  }

  @Override
  public void visit(Paragraph paragraph) {
    if (hasRoom()) {
      add(flow(paragraph));
    }
  }

  @Override
  public void visit(Heading heading) {
    if (hasRoom()) {
      // Never as large as the app's own.
      add(flow(heading, heading.getLevel() <= 2 ? "markdown-heading" : "markdown-heading-small"));
    }
  }

  @Override
  public void visit(BlockQuote quote) {
    VBox box = new VBox(8);
    box.getStyleClass().add("quote");
    within(box, quote);
  }

  @Override
  public void visit(BulletList list) {
    list(list, -1);
  }

  @Override
  public void visit(OrderedList list) {
    Integer start = list.getMarkerStartNumber();
    list(list, start == null ? 1 : start);
  }

  private void list(Node list, int from) {
    VBox rows = new VBox(4);
    int number = from;
    for (Node item = list.getFirstChild(); item != null && room.hasBlock(); item = item.getNext()) {
      if (item instanceof ListItem) {
        Label mark = new Label(number < 0 ? "\u2022" : number++ + ".");
        mark.setMinWidth(number < 0 ? 14 : Region.USE_PREF_SIZE);
        VBox words = new VBox(4);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        into.push(words);
        visitChildren(item);
        into.pop();
        rows.getChildren().add(new HBox(6, mark, words));
      }
    }
    rows.getStyleClass().add("markdown-list");
    add(rows);
  }

  @Override
  public void visit(FencedCodeBlock code) {
    code(code.getLiteral(), code.getInfo());
  }

  @Override
  public void visit(IndentedCodeBlock code) {
    code(code.getLiteral(), "");
  }

  private void code(String code, String language) {
    if (hasRoom()) {
      add(new CodePane(VisibleText.text(code.stripTrailing()), VisibleText.line(language), texts));
    }
  }

  /// As it is written: no markup but Markdown means anything.
  @Override
  public void visit(HtmlBlock html) {
    if (hasRoom()) {
      add(new TextFlow(Inlines.plain(html.getLiteral())));
    }
  }

  @Override
  public void visit(ThematicBreak line) {
    if (hasRoom()) {
      add(new Separator());
    }
  }

  @Override
  public void visit(CustomBlock block) {
    if (block instanceof TableBlock table) {
      if (hasRoom()) {
        Table shown = new Table(table, room.blocks(), this::flow);
        room.take(shown.cells());
        add(shown.pane());
      }
    } else {
      visitChildren(block);
    }
  }

  private void within(Pane box, Node holder) {
    if (hasRoom()) {
      add(box);
      into.push(box);
      visitChildren(holder);
      into.pop();
    }
  }
}
