package dev.ironclaw.desktop.markdown;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import dev.ironclaw.desktop.shell.Wrapping;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;

/// Words of an agent with their Markdown. HTML is shown as it is written, pictures as their address; of very long or very
/// deep words the beginning is shown, and that there is more is said.
public final class MarkdownPane extends VBox {
  /// What is shown of one message.
  static final int MOST_CHARS = 12_000;
  private static final int MOST_FROM_THE_RIGHT = 3_000;
  private static final int MOST_NESTING = 12;
  private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create()))
      .maxOpenBlockParsers(MOST_NESTING).maxInlineNesting(MOST_NESTING).build();

  /// @param open asked for an address that was pressed: never opened without a question
  public MarkdownPane(String markdown, Consumer<String> open, Texts texts) {
    super(8);
    getStyleClass().add("markdown");
    setMinWidth(0);
    int most = most(markdown);
    boolean cut = markdown.length() > most;
    Blocks blocks = new Blocks(open, texts);
    PARSER.parse(cut ? markdown.substring(0, most) : markdown).accept(blocks);
    getChildren().setAll(blocks.nodes());
    if (cut || blocks.isCut()) {
      getChildren().add(more(texts));
    }
  }

  private MarkdownPane(String words, Texts texts) {
    int most = most(words);
    setMinWidth(0);
    getChildren().add(Words.of(VisibleText.text(words.length() > most ? words.substring(0, most) : words)));
    if (words.length() > most) {
      getChildren().add(more(texts));
    }
  }

  /// A person's own words, as they were typed, with the same bounds.
  public static MarkdownPane plain(String words, Texts texts) {
    return new MarkdownPane(words, texts);
  }

  private static int most(String words) {
    return Wrapping.isFromTheRight(words) ? MOST_FROM_THE_RIGHT : MOST_CHARS;
  }

  private static Label more(Texts texts) {
    return Words.of(texts.of("chat.markdown.cut"), "text-muted", "text-small");
  }
}
