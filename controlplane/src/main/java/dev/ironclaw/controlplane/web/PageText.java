package dev.ironclaw.controlplane.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/// A web page as text that can be read: headings, paragraphs, lists, tables and where links lead; nothing of what a browser
/// would run or hide. Nothing is loaded.
final class PageText implements NodeFilter {
  private static final String UNSEEN = "script, style, noscript, template, svg, iframe, object, embed, applet, canvas, "
      + "audio, video, head, input, select, textarea, button, [hidden], [aria-hidden=true], [style~=(?i)display\\s*:\\s*none], "
      + "[style~=(?i)visibility\\s*:\\s*hidden], [style~=(?i)font-size\\s*:\\s*0]";
  private static final Set<String> CELLS_AND_ITEMS = Set.of("td", "th", "li");
  private static final int MAX_DEPTH = 128;
  private static final int MAX_TAGS = 50_000;
  private static final int MAX_LINK_CHARS = 500;

  private final StringBuilder text = new StringBuilder();
  private final int most;

  private PageText(int most) {
    this.most = most;
  }

  /// Title and text.
  ///
  /// @param charset empty where the page says it itself
  /// @param base where it is from, for its links
  /// @param most characters
  static String of(byte[] html, String charset, String base, int most) throws IOException {
    Document page = parse(html, charset, base);
    String title = page.title().strip();
    page.select(UNSEEN).remove();
    PageText reader = new PageText(most);
    page.filter(reader);
    String body = reader.text.toString().replaceAll("[ \\t\\u00a0]{1,99}\n", "\n").replaceAll("\n{3,}", "\n\n").strip();
    return (title.isEmpty() ? "" : "Title: " + title + "\n\n") + (body.isEmpty() ? "(the page has no text)" : body);
  }

  /// A page within limits.
  static Document parse(byte[] html, String charset, String base) throws IOException {
    return Jsoup.parse(new ByteArrayInputStream(html, 0, length(html)), charset.isEmpty() ? null : charset, base,
        Parser.htmlParser().setMaxDepth(MAX_DEPTH));
  }

  /// Up to as many tags as a page for people may have: what nests thousands of them costs the host minutes.
  private static int length(byte[] html) {
    int tags = 0;
    for (int i = 0; i < html.length; i++) {
      if (html[i] == '<' && ++tags > MAX_TAGS) {
        return i;
      }
    }
    return html.length;
  }

  /// What a fragment of HTML says, in one line.
  static String line(String html) {
    return Jsoup.parseBodyFragment(html).text().strip();
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (text.length() > most) {
      return FilterResult.STOP;
    }
    switch (node) {
      case TextNode words -> words(words);
      case Element element -> begin(element);
      default -> {
        // Comments and data are nothing to read.
      }
    }
    return FilterResult.CONTINUE;
  }

  private void words(TextNode node) {
    Element parent = node.parent();
    boolean kept = parent != null && parent.closest("pre") != null;
    String words = kept ? node.getWholeText() : node.text();
    boolean gap = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
    String shown = !kept && gap ? words.stripLeading() : words;
    text.append(shown, 0, Math.min(shown.length(), most));
  }

  private void begin(Element element) {
    switch (element.normalName()) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> text.append("\n\n").repeat('#', element.normalName().charAt(1) - '0')
          .append(' ');
      case "li" -> text.append("\n- ");
      case "br", "tr", "dt", "dd" -> text.append('\n');
      case "td", "th" -> text.append(" | ");
      case "img" -> {
        if (!element.attr("alt").isBlank()) {
          text.append("[image: ").append(element.attr("alt").strip()).append(']');
        }
      }
      default -> {
        if (element.isBlock()) {
          text.append("\n\n");
        }
      }
    }
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      if (element.normalName().equals("a") && element.hasText()) {
        String target = element.absUrl("href");
        if (target.startsWith("https://") && target.length() <= MAX_LINK_CHARS) {
          text.append(" <").append(target).append('>');
        }
      } else if (element.isBlock() && !CELLS_AND_ITEMS.contains(element.normalName())) {
        text.append('\n');
      }
    }
    return FilterResult.CONTINUE;
  }
}
