package dev.ironclaw.controlplane.web;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.egress.EgressAnswer;
import dev.ironclaw.controlplane.egress.EgressUrl;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// DuckDuckGo's page for browsers without scripts, which needs no key.
record DuckDuckGoSearch() implements SearchBackend {
  private static final String HOST = "html.duckduckgo.com";
  private static final Pattern LED = Pattern.compile("[?&]uddg=([^&]+)");
  private static final int OK = 200;

  @Override
  public String title() {
    return "DuckDuckGo";
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public EgressUrl url(String query, int most) {
    return EgressUrl.parse("https://" + HOST + "/html/?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("accept", "text/html", "accept-language", "en");
  }

  @Override
  public Optional<String> credential() {
    return Optional.empty();
  }

  @Override
  public List<Hit> read(EgressAnswer answer, int most) {
    Document page = page(answer);
    List<Hit> hits = new ArrayList<>();
    for (Element result : page.select(".result:not(.result--ad)")) {
      Element link = result.selectFirst("a.result__a[href]");
      Optional<String> target = Optional.ofNullable(link).flatMap(found -> target(found.attr("href")));
      if (link != null && target.isPresent() && hits.size() < most) {
        Element snippet = result.selectFirst(".result__snippet");
        hits.add(new Hit(link.text(), target.get(), snippet == null ? "" : snippet.text()));
      }
    }
    boolean nothing = page.selectFirst(".no-results") != null;
    if (hits.isEmpty() && (answer.status() != OK || !nothing)) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED,
          "DuckDuckGo answered without results: it may take the search for a robot's; wait some minutes, or have the "
              + "operator set --search-backend brave");
    }
    return List.copyOf(hits);
  }

  private static Document page(EgressAnswer answer) {
    try {
      return PageText.parse(answer.body(), "UTF-8", answer.url().text());
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "DuckDuckGo's page can't be read", e);
    }
  }

  /// Where a result leads: the page links to itself, with the target inside.
  private static Optional<String> target(String href) {
    Matcher led = LED.matcher(href);
    String target = led.find() ? URLDecoder.decode(led.group(1), StandardCharsets.UTF_8) : href;
    return target.startsWith("https://") || target.startsWith("http://") ? Optional.of(target) : Optional.empty();
  }
}
