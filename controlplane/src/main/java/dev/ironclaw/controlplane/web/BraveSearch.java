package dev.ironclaw.controlplane.web;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.egress.EgressAnswer;
import dev.ironclaw.controlplane.egress.EgressUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Brave Search API, with a key that the vault puts in.
///
/// @param key name of the vault's credential: the header `X-Subscription-Token` for this host
record BraveSearch(String key) implements SearchBackend {
  private static final String HOST = "api.search.brave.com";
  private static final int OK = 200;

  @Override
  public String title() {
    return "Brave";
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public EgressUrl url(String query, int most) {
    return EgressUrl.parse("https://" + HOST + "/res/v1/web/search?q="
        + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&count=" + most + "&text_decorations=false");
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("accept", "application/json");
  }

  @Override
  public Optional<String> credential() {
    return Optional.of(key);
  }

  @Override
  public List<Hit> read(EgressAnswer answer, int most) {
    if (answer.status() != OK) {
      throw failed("answered " + answer.status() + "; the operator should check the key \"" + key + "\" and its quota");
    }
    JsonNode results;
    try {
      results = JsonMapper.shared().readTree(answer.body()).path("web").path("results");
    } catch (JacksonException e) {
      // silent-ok: nothing of a stranger's text goes into an error
      throw failed("answered no JSON");
    }
    List<Hit> hits = new ArrayList<>();
    for (JsonNode result : results.values()) {
      String url = result.path("url").asString("");
      if (url.matches("https?://.+") && hits.size() < most) {
        hits.add(new Hit(PageText.line(result.path("title").asString("")), url,
            PageText.line(result.path("description").asString(""))));
      }
    }
    return List.copyOf(hits);
  }

  private static IronclawException failed(String how) {
    return new IronclawException(ErrorCode.UPSTREAM_FAILED, "Brave " + how);
  }
}
