package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.TimelineView;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.controlplane.queue.SessionQueue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Pages of long messages.
class MessagePageTest {
  private static final String PATH = "/v1/ui/chat/mock-agent/messages?include=all&limit=1000";
  private static final int ASKED = 24;

  @TempDir
  Path state;
  private ApiRig rig;
  private SessionQueue queue;
  private String session = "";

  @BeforeEach
  void start() {
    rig = new ApiRig(state);
    for (int n = 1; n <= ASKED; n++) {
      session = rig.call("POST", "/v1/ui/chat/send",
          "{\"agentGroupId\":\"mock-agent\",\"text\":\"question\",\"id\":\"m" + n + "\"}").text("conversationId");
    }
    queue = rig.queues.of(new SessionId(session));
    for (int n = 1; n <= ASKED; n++) {
      MessageId asked = new MessageId("in_m" + n);
      // Not ASCII: room is counted in bytes.
      queue.commit(new BoxCommit(List.of(new MessageOut(MessageOut.replyTo(asked), Optional.of(asked), MessageKind.CHAT,
          "webchat", "mock-agent", Optional.empty(), "\u4e2d".repeat(200_000), Optional.empty())), List.of(),
          List.of()));
      queue.markDelivered(MessageOut.replyTo(asked), "delivered", "");
    }
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static List<String> ids(JsonNode page) {
    return page.path("messages").valueStream().map(message -> message.path("id").asString()).toList();
  }

  private static void fits(JsonNode page) {
    assertThat(page.path("messages").valueStream()
        .mapToLong(message -> message.path("content").asString().getBytes(StandardCharsets.UTF_8).length).sum())
        .isLessThanOrEqualTo(MessagePage.MOST_BYTES);
  }

  private static List<String> whole() {
    return IntStream.rangeClosed(1, 2 * ASKED)
        .mapToObj(n -> n <= ASKED ? "in_m" + n : "out_in_m" + (n - ASKED)).toList();
  }

  @Test
  void pagesOnwardsHaveRoomForALittleAndMissNothing() {
    List<String> seen = new ArrayList<>();
    JsonNode page;
    int pages = 0;
    do {
      page = rig.get(PATH + (seen.isEmpty() ? "" : "&after=" + seen.getLast())).json();
      fits(page);
      seen.addAll(ids(page));
      pages++;
    } while (page.path("more").asBoolean());
    assertThat(seen).containsExactlyElementsOf(whole());
    assertThat(pages).isBetween(4, 6);
  }

  @Test
  void pagesFromTheEndDoTheSame() {
    List<String> seen = new ArrayList<>();
    JsonNode page;
    do {
      page = rig.get(PATH + (seen.isEmpty() ? "&newest=true" : "&before=" + seen.getFirst())).json();
      fits(page);
      seen.addAll(0, ids(page));
    } while (page.path("more").asBoolean());
    assertThat(seen).containsExactlyElementsOf(whole());
  }

  @Test
  void theTimelineReadsTheBeginningsAlone() {
    assertThat(queue.transcriptHeads(Optional.empty(), 3, 10)).hasSize(3)
        .allMatch(row -> row.content().equals("\u4e2d".repeat(11)));
    JsonNode newest = rig.get("/v1/ui/sessions/" + session + "/timeline?limit=1").json().path("events").get(0);
    assertThat(newest.path("text").asString()).isEqualTo("\u4e2d".repeat(TimelineView.MOST_CHARS));
    assertThat(newest.path("cut").asBoolean()).isTrue();
  }
}
