package dev.ironclaw.controlplane.jobimage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.XZInputStream;

/// Unpacks Debian packages into a layer. None of their scripts is run: what those would set up is in [Skeleton].
final class DebLayer {
  private static final String DATA = "data.tar.xz";
  private static final int MOST_MEMORY_KIB = 128 << 10;
  /// For people who read it. The words of the licences stay.
  private static final Pattern LEFT_OUT = Pattern.compile("usr/share/(man|info|locale|lintian|bug|menu|doc-base|"
      + "bash-completion|zsh|fish|gitweb|perl5|applications|pixmaps|metainfo)(/.*)?|usr/share/doc/(?!.*/copyright$).*|"
      + "usr/lib/[^/]*/perl.*|etc/rmt|etc/(init\\.d|cron\\.[a-z]*|default)(/.*)?|var/.*");

  private DebLayer() {}

  /// Adds all of a package's files that a job can use.
  static void add(LayerTree tree, Path deb) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(deb));
        ArArchiveInputStream parts = new ArArchiveInputStream(file)) {
      for (ArArchiveEntry part = parts.getNextEntry(); part != null; part = parts.getNextEntry()) {
        if (part.getName().equals(DATA)) {
          unpack(tree, new XZInputStream(parts, MOST_MEMORY_KIB));
          return;
        }
      }
    }
    throw new IOException("it has no " + DATA);
  }

  private static void unpack(LayerTree tree, InputStream data) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(data, 1 << 16), "UTF-8");
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (!LEFT_OUT.matcher(LayerPath.of(entry.getName())).matches()) {
        add(tree, tar, entry);
      }
    }
  }

  private static void add(LayerTree tree, TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    if (entry.isDirectory()) {
      tree.folder(entry.getName());
    } else if (entry.isSymbolicLink()) {
      tree.link(entry.getName(), entry.getLinkName());
    } else if (entry.isLink()) {
      tree.same(entry.getName(), entry.getLinkName());
    } else if (isPlain(entry)) {
      tree.file(entry.getName(), (entry.getMode() & 0111) != 0, tar, entry.getSize());
    } else {
      throw new IOException(entry.getName() + " is a device, a pipe or something else that no image has");
    }
  }

  /// The library calls everything a file that is no folder.
  static boolean isPlain(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    return (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM) && !entry.isDirectory();
  }
}
