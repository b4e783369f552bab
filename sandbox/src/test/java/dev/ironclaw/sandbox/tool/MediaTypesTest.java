package dev.ironclaw.sandbox.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaTypesTest {
  @TempDir
  private Path folder;

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private ToolResult read(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
    MessageIn origin = new MessageIn(new MessageId("in_2"), 2, MessageKind.CHAT, Instant.EPOCH, true, "web", "main",
        Optional.empty(), "", Optional.empty(), false);
    return new ReadFileTool(new Workspace(folder, true)).invoke(new ToolCall(
        JsonReader.object("{\"path\":\"" + name + "\"}"), origin, new MessageId("out_1"), new Cancellation()));
  }

  @Test
  void tellsAPictureByItsFirstBytes() {
    assertThat(MediaTypes.of(latin("\u0089PNG\r\n\u001a\n..."))).contains("image/png");
    assertThat(MediaTypes.of(latin("\u00ff\u00d8\u00ff\u00e0"))).contains("image/jpeg");
    assertThat(MediaTypes.of(latin("GIF89a"))).contains("image/gif");
    assertThat(MediaTypes.of(latin("RIFF....WEBPVP8 "))).contains("image/webp");
    assertThat(MediaTypes.of(latin("%PDF-1.7"))).contains("application/pdf");
    for (String none : List.of("", "\u0089PN", "RIFF....WAVE", "GIF88a", "<svg>", "text %PDF-1.7")) {
      assertThat(MediaTypes.of(latin(none))).as(none).isEmpty();
    }
  }

  @Test
  void showsAPictureWhateverItIsCalledAndTextAsText() throws IOException {
    byte[] picture = latin("\u0089PNG\r\n\u001a\nx");
    assertThat(read("notes.txt", picture)).isEqualTo(new ToolResult(
        "notes.txt: image/png, 9 bytes, shown with this result",
        false, List.of(new ToolResult.Shown("notes.txt", "image/png", Base64.getEncoder().encodeToString(picture)))));
    assertThat(read("a.png", latin("words"))).isEqualTo(new ToolResult("words", false));
  }
}
