package dev.ironclaw.desktop.markdown;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Words;
import dev.ironclaw.desktop.shell.Wrapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.control.Hyperlink;
import javafx.scene.text.TextFlow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/// Turns the words of one block into a flow, so many pieces at most. A link stands with its address: its words may say
/// anything.
final class Inlines extends AbstractVisitor {
  /// A link is a control of its own.
  private static final int LINK = 5;
  private static final int MOST_ADDRESS = 2_000;

  private final Room room;
  private final Consumer<String> open;
  private final TextFlow flow = new TextFlow();
  private final List<String> styles = new ArrayList<>();

  /// @param room what is left for the whole document
  Inlines(Room room, Consumer<String> open) {
    this.room = room;
    this.open = open;
  }

  TextFlow flow(Node holder, String... blockStyles) {
    styles.addAll(List.of(blockStyles));
    visitChildren(holder);
    return flow;
  }

  /// Only here it is known what was written: Markdown can spell a character that nobody sees.
  static javafx.scene.text.Text plain(String words, String... styles) {
    javafx.scene.text.Text text = new javafx.scene.text.Text(Wrapping.safe(VisibleText.text(words)));
    text.getStyleClass().add("markdown-text");
    text.getStyleClass().addAll(styles);
    return text;
  }

  private void add(String words, String... more) {
    if (room.hasPiece()) {
      flow.getChildren().add(plain(words, Stream.concat(styles.stream(), Stream.of(more)).toArray(String[]::new)));
    }
  }

  private void styled(String style, Node holder) {
    styles.add(style);
    visitChildren(holder);
    styles.removeLast();
  }

  @Override
  public void visit(Text text) {
    add(text.getLiteral());
  }

  @Override
  public void visit(Code code) {
    add(code.getLiteral(), "markdown-code");
  }

  @Override
  public void visit(Emphasis emphasis) {
    styled("markdown-emphasis", emphasis);
  }

  @Override
  public void visit(StrongEmphasis strong) {
    styled("markdown-strong", strong);
  }

  @Override
  public void visit(SoftLineBreak line) {
    add("\n");
  }

  @Override
  public void visit(HardLineBreak line) {
    add("\n");
  }

  @Override
  public void visit(HtmlInline html) {
    add(html.getLiteral());
  }

  /// Nothing is loaded: a picture is its address.
  @Override
  public void visit(Image image) {
    visitChildren(image);
    address(image.getDestination(), image.getFirstChild());
  }

  @Override
  public void visit(Link link) {
    visitChildren(link);
    address(link.getDestination(), link.getFirstChild());
  }

  private void address(String destination, @org.jspecify.annotations.Nullable Node words) {
    boolean known = words instanceof Text text && text.getNext() == null && text.getLiteral().equals(destination);
    if (!isWeb(destination) || destination.length() > MOST_ADDRESS) {
      if (!known) {
        add(" (" + VisibleText.line(
            destination.length() > MOST_ADDRESS ? destination.substring(0, MOST_ADDRESS) : destination) + ")");
      }
      return;
    }
    if (room.hasPieces(LINK)) {
      if (known && !flow.getChildren().isEmpty()) {
        flow.getChildren().removeLast();
      } else {
        add(" ");
      }
      Hyperlink link = new Hyperlink(destination);
      Words.wrap(link);
      link.getStyleClass().add("markdown-link");
      link.setOnAction(_ -> open.accept(destination));
      flow.getChildren().add(link);
    }
  }

  /// Nobody follows an address that can't be read whole.
  private static boolean isWeb(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return (lower.startsWith("https://") || lower.startsWith("http://")) && VisibleText.line(address).equals(address);
  }
}
