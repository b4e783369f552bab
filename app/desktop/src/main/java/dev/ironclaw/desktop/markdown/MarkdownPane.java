package dev.ironclaw.desktop.markdown;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;

/// Words of an agent with their Markdown. HTML is shown as it is written, pictures as their address; of very long or very
/// deep words the beginning is shown, and that there is more is said.
public final class MarkdownPane extends VBox {
  /// What is shown of one message.
  static final int MOST_CHARS = 20_000;
  private static final int MOST_NESTING = 12;
  private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create()))
      .maxOpenBlockParsers(MOST_NESTING).maxInlineNesting(MOST_NESTING).build();

  /// @param open asked for an address that was pressed: never opened without a question
  public MarkdownPane(String markdown, Consumer<String> open, Texts texts) {
    super(8);
    getStyleClass().add("markdown");
    setMinWidth(0);
    boolean cut = markdown.length() > MOST_CHARS;
    Blocks blocks = new Blocks(open, texts);
    PARSER.parse(VisibleText.text(cut ? markdown.substring(0, MOST_CHARS) : markdown)).accept(blocks);
    getChildren().setAll(blocks.nodes());
    if (cut || blocks.isCut()) {
      Label more = new Label(texts.of("chat.markdown.cut"));
      more.getStyleClass().addAll("text-muted", "text-small");
      more.setWrapText(true);
      more.setMinHeight(Region.USE_PREF_SIZE);
      getChildren().add(more);
    }
  }
}
