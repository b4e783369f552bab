package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.queue.SessionQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How long a session's timeline of 10,000 events takes over HTTP: its first page, and all of it. Half of them are
/// messages, half entries of the audit log, among as many entries about others.
public final class TimelineBench {
  private static final int EACH = 5_000;
  private static final int PAGE = 2_000;
  private static final int ROUNDS = 10;

  private TimelineBench() {}

  public static void main(String... arguments) throws IOException {
    Path state = Files.createTempDirectory("ironclaw-bench-");
    try (ApiRig rig = new ApiRig(state)) {
      String session = fill(rig);
      for (int round = -3; round < ROUNDS; round++) {
        long start = System.nanoTime();
        String before = page(rig, session, "");
        long first = System.nanoTime();
        while (!before.isEmpty()) {
          before = page(rig, session, "&before=" + before);
        }
        long all = System.nanoTime();
        if (round >= 0) {
          System.out.printf("first page %.0f ms, all %.0f ms%n", (first - start) / 1e6, (all - start) / 1e6);
        }
      }
    }
  }

  private static String page(ApiRig rig, String session, String before) {
    return rig.get("/v1/ui/sessions/" + session + "/timeline?limit=" + PAGE + before).json().path("before")
        .asString("");
  }

  private static String fill(ApiRig rig) {
    String session = "";
    for (int n = 0; n < EACH / 2; n++) {
      session = rig.call("POST", "/v1/ui/chat/send",
          "{\"agentGroupId\":\"mock-agent\",\"text\":\"What is in note " + n + "?\",\"id\":\"m" + n + "\"}")
          .text("conversationId");
    }
    SessionQueue queue = rig.queues.of(new SessionId(session));
    List<MessageOut> rows = new ArrayList<>();
    for (int n = 0; n < EACH / 2; n++) {
      MessageId asked = new MessageId("in_m" + n);
      rows.add(new MessageOut(MessageOut.replyTo(asked), Optional.of(asked), MessageKind.CHAT, "webchat", "mock-agent",
          Optional.empty(), "Note " + n + " says that the flight leaves at seven. ".repeat(5), Optional.empty()));
    }
    for (MessageOut row : rows) {
      queue.commit(new BoxCommit(List.of(row), List.of(), List.of()));
      queue.markDelivered(row.id(), "delivered", "");
    }
    for (int n = 0; n < EACH; n++) {
      rig.audit.record(new AuditEvent("model", session, "calls", "sandbox:" + session, "2 calls to mock, 0 failed"));
      rig.audit
          .record(new AuditEvent("model", "ses_0000000000000000", "calls", "sandbox:ses_0000000000000000", "others"));
    }
    return session;
  }
}
