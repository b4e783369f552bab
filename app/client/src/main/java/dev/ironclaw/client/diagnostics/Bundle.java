package dev.ironclaw.client.diagnostics;

import dev.ironclaw.client.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Facts for whoever helps, as files of plain text: what is previewed is what is written.
public record Bundle(List<Part> parts) {
  public Bundle {
    parts = List.copyOf(parts);
  }

  /// One file of it.
  public record Part(String name, String text) {}

  /// All of it in one text.
  public String preview() {
    return parts.stream().map(part -> "── " + part.name() + "\n" + part.text()).collect(Collectors.joining("\n"));
  }

  /// Writes it as a zip file that only its owner can read, whole or not at all; replaces what is there.
  public void write(Path file) throws IOException {
    PrivateFiles.replace(file.toAbsolutePath(), zipped());
  }

  private byte[] zipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Part part : parts) {
        zip.putNextEntry(new ZipEntry("ironclaw-diagnostics/" + part.name()));
        zip.write(part.text().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
