package dev.ironclaw.desktop.testing;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.box.BoxPosture;
import java.util.List;
import java.util.Optional;

/// Agents and their conversations as the control plane shows them.
public final class Agents {
  public static final String SESSION = "ses_4f2a91c07be35d18";

  private Agents() {}

  public static AgentView agent(String id, String name) {
    return new AgentView(id, 3, name, id, "mock", "mock-1", new AgentView.PersonaView("", "", "Be brief."),
        List.of("read_file", "send_message"), 1);
  }

  public static MessageView said(String id, String text, String time) {
    return new MessageView(id, SESSION, Optional.empty(), text, time, "user", Optional.empty(), Optional.empty());
  }

  public static MessageView answer(String to, String text, String time) {
    return new MessageView("out_" + to, SESSION, Optional.empty(), text, time, "agent", Optional.of(to),
        Optional.empty());
  }

  public static SessionView session(String id, String agent, String name, String state, String active) {
    Optional<BoxPosture> posture = state.equals("running") ? Optional.of(posture()) : Optional.empty();
    return new SessionView(id, agent, Optional.of(name), Optional.of("mg_1"), Optional.empty(), state,
        "2026-11-19T08:00:00Z", active, posture.map(_ -> "box_7c41"),
        state.equals("parked")
            ? Optional.of("It stopped three times in a row: the model did not answer.")
            : Optional.empty(),
        posture);
  }

  private static BoxPosture posture() {
    return new BoxPosture("Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016", List.of("lo"), 65532, 65532,
        List.of("0000000000000000", "0000000000000000", "0000000000000000", "0000000000000000", "?"), -1, 2, true,
        512L << 20, 256, 1024, 1, List.of("/workspace read-write"));
  }
}
