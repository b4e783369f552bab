package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import java.time.Duration;
import java.util.List;

/// A request that holds one of everything.
final class Requests {
  private static final ModelBlock.Media PICTURE = new ModelBlock.Media("a.png", "image/png", "aW1n");

  private Requests() {}

  static ModelRequest everything() {
    return everything("m-1");
  }

  static ModelRequest everything(String model) {
    return new ModelRequest(model, "be brief",
        List.of(
            new ModelMessage(ModelMessage.Role.USER,
                List.of(PICTURE, new ModelBlock.Media("b.pdf", "application/pdf", "cGRm"), new ModelBlock.Text("hi"))),
            new ModelMessage(ModelMessage.Role.ASSISTANT,
                List.of(new ModelBlock.Text("so"),
                    new ModelBlock.ToolUse("t1", "read_file", JsonReader.object("{\"path\":\"a\",\"n\":1.50}")),
                    new ModelBlock.ToolUse("t2", "list_dir", JsonReader.object("{}")))),
            new ModelMessage(ModelMessage.Role.USER,
                List.of(new ModelBlock.ToolResult("t1", "no", true),
                    new ModelBlock.ToolResult("t2", "seen", false, List.of(PICTURE))))),
        List.of(new ModelRequest.ToolOffer("list_dir", "lists", "{\"type\":\"object\"}"),
            new ModelRequest.ToolOffer("read_file", "reads", "{\"type\":\"object\"}")),
        99, Duration.ofSeconds(9), new Cancellation());
  }
}
