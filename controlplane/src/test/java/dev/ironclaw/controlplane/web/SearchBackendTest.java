package dev.ironclaw.controlplane.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.egress.EgressAnswer;
import dev.ironclaw.controlplane.egress.EgressRights;
import dev.ironclaw.controlplane.egress.EgressUrl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Each engine against the shape of its real answers.
class SearchBackendTest {
  private static EgressAnswer answer(SearchBackend engine, int status, String body) {
    return new EgressAnswer(engine.url("q", 5), status, Map.of(), body.getBytes(StandardCharsets.UTF_8), false,
        Optional.empty());
  }

  private static String recorded(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(SearchBackendTest.class.getResourceAsStream("/search/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static SearchBackend engine(String choice) {
    return SearchBackend.of(choice).orElseThrow();
  }

  @Test
  void readDuckDuckGosPageWithoutAdvertisementsAndHostileLinks() throws IOException {
    SearchBackend engine = engine("duckduckgo");
    assertThat(engine.url("gvisor & \"sandbox\" ü", 5).text())
        .isEqualTo("https://html.duckduckgo.com/html/?q=gvisor+%26+%22sandbox%22+%C3%BC");
    assertThat(engine.read(answer(engine, 200, recorded("duckduckgo.html")), 5)).containsExactly(
        new SearchBackend.Hit("What is gVisor? - gVisor", "https://gvisor.dev/docs/",
            "gVisor provides a virtualized environment in order to sandbox containers & more."),
        new SearchBackend.Hit("google/gvisor on GitHub", "https://github.com/google/gvisor",
            "Application Kernel for Containers"));
    assertThat(engine.read(answer(engine, 200, recorded("duckduckgo.html")), 1)).hasSize(1);
    assertThat(engine.read(answer(engine, 200, "<div class=\"no-results\">No results.</div>"), 5)).isEmpty();
  }

  @Test
  void sayThatDuckDuckGoWantsAHuman() {
    SearchBackend engine = engine("duckduckgo");
    for (EgressAnswer challenge : List.of(answer(engine, 202, "<div class=\"anomaly-modal\">"),
        answer(engine, 200, "<form id=\"challenge-form\">"), answer(engine, 403, ""))) {
      assertThatThrownBy(() -> engine.read(challenge, 5)).isInstanceOf(IronclawException.class)
          .hasMessageContaining("robot");
    }
  }

  @Test
  void readBravesAnswerAndSendItsKeyByName() throws IOException {
    SearchBackend engine = engine("brave:search-key");
    assertThat(engine.credential()).contains("search-key");
    assertThat(engine("brave").credential()).contains("brave");
    assertThat(engine.read(answer(engine, 200, recorded("brave.json")), 5)).containsExactly(
        new SearchBackend.Hit("What is gVisor? - gVisor", "https://gvisor.dev/docs/",
            "gVisor provides a virtualized environment & more."),
        new SearchBackend.Hit("google/gvisor", "https://github.com/google/gvisor",
            "Application Kernel for Containers"));
    assertThatThrownBy(() -> engine.read(answer(engine, 401, "{\"error\":\"words of a stranger\"}"), 5))
        .hasMessageContaining("answered 401").hasMessageContaining("search-key").hasMessageNotContaining("stranger");
    assertThatThrownBy(() -> engine.read(answer(engine, 200, "<html>"), 5)).hasMessageContaining("no JSON");
    assertThat(engine.read(answer(engine, 200, "{}"), 5)).isEmpty();
  }

  @Test
  void callTheirOwnHostAndNoOther() {
    EgressRights rights = WebSearchTool.rights(Optional.of(engine("brave")));
    AgentGroupId agent = new AgentGroupId("ada");
    SessionId session = new SessionId("ses_0123456789abcdef");
    assertThat(rights.mayCall(agent, session, "GET", engine("brave").url("q", 1))).isTrue();
    assertThat(rights.mayUse(agent, session, "brave", engine("brave").url("q", 1))).isTrue();
    assertThat(rights.mayCall(agent, session, "POST", engine("brave").url("q", 1))).isFalse();
    assertThat(rights.mayUse(agent, session, "git", engine("brave").url("q", 1))).isFalse();
    for (String other : List.of("https://html.duckduckgo.com/html/", "https://api.search.brave.com:8443/",
        "https://example.org/")) {
      assertThat(rights.mayCall(agent, session, "GET", EgressUrl.parse(other))).as(other).isFalse();
      assertThat(rights.mayUse(agent, session, "brave", EgressUrl.parse(other))).as(other).isFalse();
    }
    assertThat(WebSearchTool.rights(Optional.empty()).mayCall(agent, session, "GET", engine("brave").url("q", 1)))
        .isFalse();
  }

  @Test
  void areThoseThatTheFlagNames() {
    assertThat(SearchBackend.of("off")).isEmpty();
    assertThatThrownBy(() -> SearchBackend.of("google")).hasMessageContaining("--search-backend must be");
  }
}
