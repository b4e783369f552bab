package dev.ironclaw.desktop.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.image.ImageView;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownPaneTest {
  private static final int MOST_NODES = 4_000;

  private final List<String> opened = new ArrayList<>();

  private MarkdownPane pane(String markdown) throws Exception {
    return Fx.on(() -> new MarkdownPane(markdown, opened::add, Desk.TEXTS));
  }

  private static List<Node> nodes(Node node) {
    List<Node> all = new ArrayList<>(List.of(node));
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> all.addAll(nodes(child)));
    }
    return all;
  }

  private static String words(Node pane) {
    return nodes(pane).stream().map(node -> node instanceof Text text
        ? text.getText()
        : node instanceof Labeled label ? label.getText() : "").collect(Collectors.joining("|"));
  }

  @Test
  void showsParagraphsListsTablesQuotesAndCode() throws Exception {
    MarkdownPane pane = pane("""
        # Plan

        Do *this* and **that** with `code`.

        1. one
        2. two
           - deep

        | a | b |
        |---|---|
        | c | d |

        > quoted

        ```java
        int x = 1;
        ```
        """);
    assertThat(words(pane)).contains("Plan", "this", "that", "code", "1.", "2.", "\u2022", "deep", "a", "d", "quoted",
        "int x = 1;", "java");
    assertThat(nodes(pane)).anyMatch(node -> node.getStyleClass().contains("markdown-strong"))
        .anyMatch(node -> node.getStyleClass().contains("markdown-table"))
        .anyMatch(node -> node.getStyleClass().contains("quote"));
  }

  @Test
  void htmlIsTextAndNothingIsLoaded() throws Exception {
    MarkdownPane pane = pane(
        "<img src='http://evil/x.png'> a <b>b</b>\n\n![cat](http://evil/cat.png)\n\n<script>x</script>");
    assertThat(words(pane)).contains("<img src='http://evil/x.png'>", "<b>", "<script>x</script>", "cat",
        "http://evil/cat.png");
    assertThat(nodes(pane)).noneMatch(ImageView.class::isInstance);
    assertThat(opened).isEmpty();
  }

  @Test
  void aLinkIsShownWithWhereItReallyGoesAndOnlyTheWebIsALink() throws Exception {
    MarkdownPane pane = pane("[https://bank.example](https://evil.example/?q) and [x](javascript:alert(1)) "
        + "and [y](file:///etc/passwd)");
    List<Hyperlink> links = nodes(pane).stream().filter(Hyperlink.class::isInstance).map(Hyperlink.class::cast)
        .toList();
    assertThat(links).singleElement()
        .satisfies(link -> assertThat(link.getText()).isEqualTo("https://evil.example/?q"));
    assertThat(words(pane)).contains("javascript:alert(1)", "file:///etc/passwd");
    Fx.on(() -> {
      links.getFirst().fire();
      return links;
    });
    assertThat(opened).containsExactly("https://evil.example/?q");
  }

  @Test
  void whatAnEyeWouldMissIsMadeVisible() throws Exception {
    assertThat(words(pane("pay \u202Eevil"))).contains("\u27E8U+202E\u27E9");
  }

  @Test
  void whatMarkdownSpellsIsMadeVisibleTooAndNothingHiddenIsALink() throws Exception {
    MarkdownPane pane = pane("a &#x202E;b `\u200B` <i\u200B>\n\n<p\u200B>\n\n```j&#x202E;s\nx\u202E\n```\n\n"
        + "[c](https://good.example/&#x202E;gpj.exe) [d](<https://good.example/&#10;x>)");
    assertThat(words(pane)).doesNotContain("\u202E", "\u200B", "\n)")
        .contains("a \u27E8U+202E\u27E9b", "j\u27E8U+202E\u27E9s", "x\u27E8U+202E\u27E9",
            "https://good.example/\u27E8U+202E\u27E9gpj.exe", "https://good.example/\u27E8U+000A\u27E9x");
    assertThat(nodes(pane)).noneMatch(Hyperlink.class::isInstance);
  }

  /// However hostile: bounded nodes, no exception, and what is left out is said.
  @ParameterizedTest
  @ValueSource(strings = {"> ", "- ", "*a **b ", "[", "![", "`", "| a ", "1. x\n", "\n\n# h", "<a>",
      "[a](https://x.y) ",
      "|a|b|\n|-|-|\n", "a\n\n", "***"})
  void hostileWordsCostLittle(String piece) throws Exception {
    MarkdownPane pane = pane(piece.repeat(200_000 / piece.length()));
    assertThat(nodes(pane)).hasSizeLessThan(MOST_NODES);
    assertThat(words(pane)).contains("There is more than is shown here");
  }

  @Test
  void aTableOfManyCellsIsCut() throws Exception {
    MarkdownPane pane = pane("|" + "a|".repeat(100) + "\n|" + "-|".repeat(100) + "\n"
        + ("|" + "b|".repeat(100) + "\n").repeat(80));
    assertThat(nodes(pane)).hasSizeLessThan(MOST_NODES);
  }
}
