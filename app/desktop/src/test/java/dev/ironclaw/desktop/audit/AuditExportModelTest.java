package dev.ironclaw.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javafx.beans.property.SimpleStringProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditExportModelTest {
  private static final String ROUTE = "GET /v1/audit/export?stage=auth&format=jsonl";

  @TempDir
  private Path folder = Path.of("");
  private final Desk desk = new Desk();
  private final SimpleStringProperty note = new SimpleStringProperty("");
  private final AuditExportModel model = new AuditExportModel(desk.backend(), Desk.TEXTS, note);

  @AfterEach
  void close() {
    desk.close();
  }

  private void begin() {
    model.begin(Map.of("stage", "auth"), "jsonl", folder.resolve("out.jsonl"));
  }

  @Test
  void writesWhatFitsAndReplacesWhatWasThere() throws IOException {
    Files.writeString(folder.resolve("out.jsonl"), "old");
    desk.controlPlane().answerText(ROUTE, "{\"seq\":1}\n{\"seq\":2}\n", Map.of("Ironclaw-Entries", "2"));
    begin();
    assertThat(Files.readString(folder.resolve("out.jsonl"))).isEqualTo("{\"seq\":1}\n{\"seq\":2}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out.jsonl"))))
        .isEqualTo("rw-------");
    assertThat(note.get()).startsWith("2 entries are in ");
    assertThat(model.running().get()).isEmpty();
  }

  @Test
  void oneThatBrokeOffLeavesWhatWasThereAndSaysSo() throws IOException {
    Files.writeString(folder.resolve("out.jsonl"), "old");
    desk.controlPlane().answerText(ROUTE, "{\"seq\":1}\n", Map.of("Ironclaw-Entries", "2"));
    begin();
    assertThat(Files.readString(folder.resolve("out.jsonl"))).isEqualTo("old");
    assertThat(note.get()).contains("broke off: 1 of 2");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void oneThatIsCancelledLeavesNothing() throws IOException {
    desk.controlPlane().answerText(ROUTE, "{\"seq\":1}\n", Map.of("Ironclaw-Entries", "1"));
    model.running().subscribe(running -> running.ifPresent(ended -> model.cancel()));
    begin();
    assertThat(note.get()).isEqualTo("The export was cancelled; nothing was kept.");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void saysWhatWasRefusedAndWhatCannotBeWritten() {
    desk.controlPlane().refuse(ROUTE, 403, "DENIED", "this token may only chat");
    begin();
    assertThat(note.get()).isEqualTo("this token may only chat");
    model.begin(Map.of("stage", "auth"), "jsonl", folder.resolve("no/such/folder/out.jsonl"));
    assertThat(note.get()).contains("could not be written");
  }
}
