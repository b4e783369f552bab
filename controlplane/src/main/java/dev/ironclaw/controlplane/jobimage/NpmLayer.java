package dev.ironclaw.controlplane.jobimage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Takes one program out of an npm package. Nothing of the package is run, and nothing else of it but its licence is kept.
final class NpmLayer {
  private static final String LICENCE = "package/LICENSE.md";

  private NpmLayer() {}

  /// @param program its name in the package
  /// @param folder in the image
  static void add(LayerTree tree, Path tgz, String program, String folder) throws IOException {
    boolean found = false;
    try (InputStream file = new BufferedInputStream(Files.newInputStream(tgz));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        boolean isProgram = entry.getName().equals("package/" + program);
        if (DebLayer.isPlain(entry) && (isProgram || entry.getName().equals(LICENCE))) {
          tree.file(folder + "/" + entry.getName().substring("package/".length()), isProgram, tar, entry.getSize());
          found |= isProgram;
        }
      }
    }
    if (!found) {
      throw new IOException("it has no " + program);
    }
  }
}
