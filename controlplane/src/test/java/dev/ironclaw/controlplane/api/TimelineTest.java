package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.TimelineView;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.queue.SessionQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TimelineTest {
  @TempDir
  Path state;
  private ApiRig rig;
  private String session;

  @BeforeEach
  void start() {
    rig = new ApiRig(state);
    session = send("m1", "hello");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String send(String id, String text) {
    return rig.call("POST", "/v1/ui/chat/send",
        "{\"agentGroupId\":\"mock-agent\",\"text\":\"" + text + "\",\"id\":\"" + id + "\"}").text("conversationId");
  }

  private void answer(String id, String text) {
    MessageId asked = new MessageId("in_" + id);
    SessionQueue queue = rig.queues.of(new SessionId(session));
    queue.commit(new BoxCommit(List.of(new MessageOut(MessageOut.replyTo(asked), Optional.of(asked), MessageKind.CHAT,
        "webchat", "mock-agent", Optional.empty(), text, Optional.empty())), List.of(), List.of()));
    queue.markDelivered(MessageOut.replyTo(asked), "delivered", "");
  }

  private void logged(String stage, String subject, String kind, String actor, String detail) {
    rig.audit.record(new AuditEvent(stage, subject, kind, actor, detail));
  }

  private JsonNode page(String query) {
    return rig.get("/v1/ui/sessions/" + session + "/timeline" + query).json();
  }

  private static List<String> sorts(JsonNode page) {
    return page.path("events").valueStream()
        .map(event -> event.path("sort").asString() + " " + event.path("kind").asString()).toList();
  }

  @Test
  void mergesWhatWasSaidWithWhatTheLogSaysOfTheSessionItsBoxesAndItsChanges() {
    logged("box", "box_1", "start", "system", "agent mock-agent");
    logged("box", "box_1", "bind", "system", "session " + session);
    answer("m1", "hello you");
    logged("submit", "chg_1", "enabled_tools", "sandbox:" + session, "asks for read_file");
    logged("decision", "chg_1", "enabled_tools", "operator:local", "approve");
    logged("model", session, "calls", "sandbox:" + session, "2 calls to mock, 0 failed");
    logged("box", "box_1", "refused", "system", "model 403: no");
    logged("box", "box_2", "bind", "system", "session ses_0000000000000000");
    logged("decision", "chg_2", "model", "operator:local", "another agent's");
    JsonNode page = page("");
    assertThat(sorts(page)).containsExactly("failure box refused", "model model calls",
        "approval decision enabled_tools", "approval submit enabled_tools", "message agent", "box box bind",
        "box box start", "message user");
    assertThat(page.path("events").get(4).path("text").asString()).isEqualTo("hello you");
    assertThat(page.path("events").get(2).path("changeId").asString()).isEqualTo("chg_1");
    assertThat(page.has("before")).isFalse();
  }

  @Test
  void pagesFollowEachOtherWithoutAGapOrADoubleWhateverComesInMeanwhile() {
    for (int n = 2; n <= 9; n++) {
      send("m" + n, "message " + n);
      logged("model", session, "calls", "sandbox:" + session, "call " + n);
    }
    List<String> whole = page("").path("events").valueStream().map(event -> event.path("id").asString()).toList();
    assertThat(whole).hasSize(17);
    List<String> seen = new ArrayList<>();
    String before = "";
    do {
      JsonNode page = page("?limit=3" + before);
      page.path("events").valueStream().forEach(event -> seen.add(event.path("id").asString()));
      send("late" + seen.size(), "meanwhile");
      logged("model", session, "calls", "sandbox:" + session, "meanwhile");
      before = page.has("before") ? "&before=" + page.path("before").asString() : "";
    } while (!before.isEmpty());
    assertThat(seen).containsExactlyElementsOf(whole);
  }

  @Test
  void aLongTextIsCutAndSaysSo() {
    send("long", "x".repeat(TimelineView.MOST_CHARS + 1));
    JsonNode newest = page("?limit=1").path("events").get(0);
    assertThat(newest.path("text").asString()).hasSize(TimelineView.MOST_CHARS);
    assertThat(newest.path("cut").asBoolean()).isTrue();
  }

  @Test
  void nobodyReadsItWithoutTheScopeAndAPlaceThatNoPageGaveIsRefused() {
    String path = "/v1/ui/sessions/" + session + "/timeline";
    assertThat(rig.http.send("GET", path, "", ApiRig.bearer(rig.mint("writer", Scope.CHAT))).status()).isEqualTo(403);
    assertThat(rig.http.send("GET", path, "", ApiRig.bearer(rig.mint("reader", Scope.READ))).status()).isEqualTo(200);
    for (String place : List.of("x", "~", "yesterday~3", "~99999999999999999999")) {
      assertThat(rig.get(path + "?before=" + place).status()).as(place).isEqualTo(400);
    }
    assertThat(rig.get("/v1/ui/sessions/ses_0000000000000000/timeline").status()).isEqualTo(404);
  }

  @Test
  void aConversationIsReadFromItsEnd() {
    answer("m1", "hello you");
    send("m2", "and now?");
    String path = "/v1/ui/chat/mock-agent/messages?include=all&limit=2";
    assertThat(ids(path + "&newest=true")).containsExactly("out_in_m1", "in_m2");
    assertThat(ids(path + "&before=out_in_m1")).containsExactly("in_m1");
    assertThat(ids("/v1/ui/chat/mock-agent/messages?newest=true")).containsExactly("out_in_m1");
    assertThat(rig.get(path + "&before=in_unknown").status()).isEqualTo(404);
    assertThat(rig.get(path + "&newest=true&after=in_m1").status()).isEqualTo(400);
  }

  private List<String> ids(String path) {
    return rig.get(path).json().path("messages").valueStream().map(message -> message.path("id").asString()).toList();
  }
}
