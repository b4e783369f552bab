package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.controlplane.jobimage.LayerTree.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A layer as a tar, always the same bytes for the same tree, on every machine: sorted, one time for all, ids without names.
final class LayerTar {
  private LayerTar() {}

  static void write(LayerTree tree, OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (Map.Entry<String, Node> found : tree.inOrder()) {
      String path = found.getKey();
      switch (found.getValue()) {
        case Node.Folder folder -> put(tar, entry(path + "/", TarConstants.LF_DIR, folder.mode()), folder.owner());
        case Node.Link link -> {
          TarArchiveEntry entry = entry(path, TarConstants.LF_SYMLINK, 0777);
          entry.setLinkName(link.target());
          put(tar, entry, 0);
        }
        case Node.Same same -> {
          TarArchiveEntry entry = entry(path, TarConstants.LF_LINK, 0755);
          entry.setLinkName(same.target());
          put(tar, entry, 0);
        }
        case Node.Plain plain -> {
          TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL, plain.mode());
          entry.setSize(plain.content().bytes());
          stamp(entry, 0);
          tar.putArchiveEntry(entry);
          tree.spool().copy(plain.content(), tar);
          tar.closeArchiveEntry();
        }
      }
    }
    tar.finish();
    tar.flush();
  }

  private static TarArchiveEntry entry(String name, byte kind, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind);
    entry.setMode(mode);
    return entry;
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int owner) throws IOException {
    stamp(entry, owner);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void stamp(TarArchiveEntry entry, int owner) {
    entry.setModTime(FileTime.from(Instant.EPOCH));
    entry.setIds(owner, owner);
    entry.setUserName("");
    entry.setGroupName("");
  }
}
