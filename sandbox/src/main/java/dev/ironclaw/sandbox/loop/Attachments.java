package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.tool.ToolCall;
import dev.ironclaw.sandbox.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;

/// Shows the model what came with a row: pictures and documents are read from the workspace as `read_file` does; what
/// can't be read, or is none, stays a name in the words.
final class Attachments {
  private static final int MAX_SHOWN = 4;

  private final Desk desk;
  private final MessageIn row;
  private final Cancellation cancellation;

  Attachments(Desk desk, MessageIn row, Cancellation cancellation) {
    this.desk = desk;
    this.row = row;
    this.cancellation = cancellation;
  }

  /// The words, and what is shown beside them.
  List<ModelBlock> beside(String words) {
    List<ModelBlock> blocks = new ArrayList<>();
    for (Inbound.Attachment attachment : Inbound.of(row).attachments()) {
      if (attachment.isShowable() && blocks.size() < MAX_SHOWN) {
        read(attachment).shown()
            .forEach(shown -> blocks.add(new ModelBlock.Media(shown.name(), shown.mediaType(), shown.base64())));
      }
    }
    blocks.add(new ModelBlock.Text(words));
    return blocks;
  }

  private ToolResult read(Inbound.Attachment attachment) {
    byte[] input = new JsonWriter().object().text("path", attachment.path()).endObject().bytes();
    return desk.tools().invoke(ToolName.READ_FILE,
        new ToolCall(JsonReader.object(input), row, MessageOut.replyTo(row.id()), cancellation));
  }
}
