package dev.ironclaw.client.diagnostics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
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
    Path partial = file.toAbsolutePath().resolveSibling(file.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(partial);
    }
    try {
      zip(partial);
      Files.move(partial, file.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private void zip(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Part part : parts) {
        zip.putNextEntry(new ZipEntry("ironclaw-diagnostics/" + part.name()));
        zip.write(part.text().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }
}
