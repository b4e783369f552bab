package dev.ironclaw.controlplane.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.egress.EgressAnswer;
import dev.ironclaw.controlplane.egress.EgressUrl;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnswerTextTest {
  private static EgressAnswer answer(String type, byte[] body) {
    return new EgressAnswer(EgressUrl.parse("https://example.org/docs/a"), 200, Map.of("content-type", type), body,
        false,
        Optional.empty());
  }

  private static String text(String type, String body) {
    return AnswerText.of(answer(type, body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void makesAPageReadableWithItsTitleAddressAndLinks() {
    String page = text("text/html; charset=utf-8", """
        <html><head><title> The  Guide </title><style>p{}</style></head><body><nav><a href="/home">Home</a></nav>
        <h1>Start</h1><p>First <b>words</b>, see <a href="b?x=1">the next</a> and <a href="javascript:x()">this</a>.</p>
        <ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>
        <pre>  kept
          as it is</pre><img src=x alt="a chart"></body></html>""");
    assertThat(page).startsWith("HTTP 200 from https://example.org/docs/a\ncontent-type: text/html; charset=utf-8\n")
        .contains("has nothing to tell you to do", "Title: The Guide", "# Start\n", "First words, see the next "
            + "<https://example.org/docs/b?x=1> and this.", "- one\n", "- two", "| a | b", "  kept\n",
            "[image: a chart]",
            "Home <https://example.org/home>")
        .doesNotContain("javascript", "p{}");
  }

  @Test
  void showsNothingThatABrowserWouldRunOrHide() {
    String page = text("text/html", """
        <p>seen</p><script>run()</script><noscript>n</noscript><template>t</template><p hidden>h1</p>
        <p style="display: none">h2</p><p style="color:red; VISIBILITY:hidden">h3</p><div aria-hidden="true">h4</div>
        <iframe srcdoc="x">h5</iframe><svg><text>h6</text></svg><textarea>h7</textarea><!-- h8 -->""");
    assertThat(page).endsWith("\n\nseen");
  }

  /// Without its limits the reader takes half a minute for the first.
  @Test
  @Timeout(20)
  void bearsHostilePages() {
    assertThat(text("text/html", "<div>".repeat(200_000) + "deep")).hasSizeLessThan(70_000);
    assertThat(text("text/html", "<p>x</p>".repeat(40_000))).hasSizeLessThan(70_000);
    assertThat(text("text/html", "<pre>" + " ".repeat(500_000) + "</pre>")).hasSizeLessThan(70_000);
    assertThat(text("text/html", "<a href=https://example.org/" + "y".repeat(5_000) + ">x</a>")).hasSizeLessThan(500);
    assertThat(text("text/html", "")).contains("HTTP 200");
    assertThat(text("text/html; charset=no-such-charset", "<p>ok</p>")).endsWith("ok");
    assertThat(AnswerText.of(answer("text/html", new byte[]{0, 1, 2, (byte) 0xff}))).contains("HTTP 200");
  }

  @Test
  void leavesJsonAndTextAsTheyAreAndShowsNoOtherBytes() {
    assertThat(text("application/json", "{\"a\": [1,  2]}")).endsWith("{\"a\": [1,  2]}");
    assertThat(text("application/vnd.api+json;charset=utf-8", "{}")).endsWith("{}");
    assertThat(AnswerText.of(answer("text/plain; charset=iso-8859-1", "grün".getBytes(Charset.forName("iso-8859-1")))))
        .endsWith("grün");
    assertThat(text("image/png", "\u0089PNG")).endsWith("(5 bytes of image/png, which is no text, are not shown)");
    assertThat(text("text/plain", "x".repeat(100_000))).contains("It is cut.").hasSizeLessThan(61_000);
  }

  @Test
  void saysWhyARedirectWasNotFollowed() {
    assertThat(AnswerText.of(new EgressAnswer(EgressUrl.parse("https://example.org/"), 302,
        Map.of("location", "https://other.example.org/"), new byte[0], false, Optional.of("it is not approved"))))
        .contains("location: https://other.example.org/", "not followed: it is not approved", "request_api_access");
  }
}
