package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Packages made by hand.
final class TestPackages {
  private TestPackages() {}

  /// Writes entries into a tar.
  static final class Entries {
    private final TarArchiveOutputStream tar;

    private Entries(OutputStream out) {
      tar = new TarArchiveOutputStream(out, "UTF-8");
    }

    Entries file(String name, int mode, String content) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setMode(mode);
      entry.setSize(bytes.length);
      return put(entry, bytes);
    }

    Entries link(String name, String target) {
      return special(name, TarConstants.LF_SYMLINK, target);
    }

    Entries special(String name, byte kind, String target) {
      TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
      entry.setLinkName(target);
      return put(entry, new byte[0]);
    }

    private Entries put(TarArchiveEntry entry, byte[] bytes) {
      try {
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static byte[] tar(Consumer<Entries> content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Entries entries = new Entries(out);
    content.accept(entries);
    entries.tar.close();
    return out.toByteArray();
  }

  static byte[] deb(Consumer<Entries> content) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(data, new LZMA2Options(0))) {
      xz.write(tar(content));
    }
    ByteArrayOutputStream deb = new ByteArrayOutputStream();
    try (ArArchiveOutputStream ar = new ArArchiveOutputStream(deb)) {
      part(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      part(ar, "control.tar.xz", new byte[]{1, 2, 3});
      part(ar, "data.tar.xz", data.toByteArray());
    }
    return deb.toByteArray();
  }

  private static void part(ArArchiveOutputStream ar, String name, byte[] bytes) throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
    ar.write(bytes);
    ar.closeArchiveEntry();
  }

  static byte[] tgz(Consumer<Entries> content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(tar(content));
    }
    return out.toByteArray();
  }

  /// As the lock pins a package of this name.
  static Pinned pinned(String name, byte[] deb) {
    return new Pinned(Pinned.Kind.DEB, dev.ironclaw.controlplane.isolation.ImageArchive.architecture(), name, "1",
        "debian",
        "pool/main/" + name + "_1.deb", deb.length, "SHA-256", Sha256.hex(deb));
  }
}
