package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// An image as an engine gives it out again, read once from end to end without keeping any of it.
///
/// @param digests `sha256:…` of every file in it, layers among them
/// @param risky files that would raise somebody's rights: setuid, setgid, devices, capabilities
record SavedImage(Set<String> digests, List<String> risky) {
  private static final int MOST_RISKY = 20;
  private static final int TAR_BLOCK = 512;
  private static final int MAGIC = 257;
  private static final int SETUID_SETGID = 06000;
  private static final String CAPABILITIES = "SCHILY.xattr.security.capability";

  static SavedImage read(InputStream saved) throws IOException {
    Set<String> digests = new HashSet<>();
    List<String> risky = new ArrayList<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(saved, 1 << 16), "UTF-8");
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.isFile()) {
        MessageDigest sha256 = Sha256.digest();
        BufferedInputStream content = new BufferedInputStream(new DigestInputStream(tar, sha256), 1 << 16);
        if (isTar(content)) {
          scan(content, risky);
        }
        content.transferTo(java.io.OutputStream.nullOutputStream());
        digests.add("sha256:" + HexFormat.of().formatHex(sha256.digest()));
      }
    }
    return new SavedImage(digests, risky);
  }

  private static boolean isTar(BufferedInputStream content) throws IOException {
    content.mark(TAR_BLOCK);
    byte[] head = content.readNBytes(TAR_BLOCK);
    content.reset();
    return head.length == TAR_BLOCK && new String(head, MAGIC, 5, java.nio.charset.StandardCharsets.US_ASCII)
        .equals("ustar");
  }

  private static void scan(InputStream layer, List<String> risky) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(layer, "UTF-8");
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      boolean isRisky = ((entry.isFile() || entry.isLink()) && (entry.getMode() & SETUID_SETGID) != 0)
          || entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()
          || entry.getExtraPaxHeader(CAPABILITIES) != null;
      if (isRisky && risky.size() < MOST_RISKY) {
        risky.add("/" + entry.getName());
      }
    }
  }
}
