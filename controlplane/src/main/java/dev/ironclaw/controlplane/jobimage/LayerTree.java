package dev.ironclaw.controlplane.jobimage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a layer holds, by path. Nothing gets in that could raise anybody's rights: no setuid, no device, nothing that others
/// may write but folders that say so, no name or link that leaves the root.
final class LayerTree {
  private static final int MOST_ENTRIES = 50_000;
  private static final long MOST_BYTES = 2L << 30;

  /// Something in a layer.
  sealed interface Node {
    /// A folder.
    ///
    /// @param owner who may write it: 0 or the user of jobs
    record Folder(int mode, int owner) implements Node {}

    record Plain(int mode, Spool.Piece content) implements Node {}

    record Link(String target) implements Node {}

    /// Another name of a plain file.
    ///
    /// @param target as a path
    record Same(String target) implements Node {}
  }

  private final Spool spool;
  private final SortedMap<String, Node> nodes = new TreeMap<>();
  private long bytes;

  LayerTree(Spool spool) {
    this.spool = spool;
  }

  SortedMap<String, Node> nodes() {
    return nodes;
  }

  Spool spool() {
    return spool;
  }

  /// A folder that others than root may only read.
  void folder(String name) {
    String path = LayerPath.of(name);
    if (!path.isEmpty() && !(nodes.get(path) instanceof Node.Folder)) {
      put(path, new Node.Folder(0755, 0));
    }
  }

  /// One with rights of its own; replaces what stands there as a folder.
  void folder(String name, int mode, int owner) {
    folder(name);
    nodes.put(LayerPath.of(name), new Node.Folder(mode, owner));
  }

  /// @param size as the archive says it
  void file(String name, boolean isProgram, InputStream content, long size) throws IOException {
    Spool.Piece piece = spool.add(content, Math.min(size, MOST_BYTES - bytes));
    if (piece.bytes() != size) {
      throw new IOException(name + " ends after " + piece.bytes() + " of " + size + " bytes");
    }
    bytes += size;
    put(LayerPath.of(name), new Node.Plain(isProgram ? 0755 : 0644, piece));
  }

  void text(String name, String content) throws IOException {
    byte[] encoded = content.getBytes(StandardCharsets.UTF_8);
    file(name, false, new ByteArrayInputStream(encoded), encoded.length);
  }

  void link(String name, String target) {
    String path = LayerPath.of(name);
    LayerPath.checkLink(path, target);
    put(path, new Node.Link(target));
  }

  /// @param target which is there already
  void same(String name, String target) {
    String first = LayerPath.of(target);
    if (!(nodes.get(first) instanceof Node.Plain)) {
      throw new IllegalArgumentException(
          name + " is to be another name of " + target + ", which is no file of the image");
    }
    put(LayerPath.of(name), new Node.Same(first));
  }

  boolean has(String name) {
    return nodes.containsKey(LayerPath.of(name));
  }

  /// What stands below a folder, by path.
  SortedMap<String, Node> below(String folder) {
    return nodes.subMap(folder + "/", folder + "0");
  }

  private void put(String path, Node node) {
    if (path.isEmpty() || (LayerPath.MERGED.contains(path) && !(node instanceof Node.Link))) {
      if (node instanceof Node.Folder) {
        return;
      }
      throw new IllegalArgumentException("a file would take the place of the folder /" + path);
    }
    Node there = nodes.get(path);
    if (there != null && !there.equals(node)) {
      throw new IllegalArgumentException("/" + path + " comes twice");
    }
    for (String above = LayerPath.parent(path); !above.isEmpty(); above = LayerPath.parent(above)) {
      Node.Folder missing = new Node.Folder(0755, 0);
      if (!(nodes.computeIfAbsent(above, _ -> missing) instanceof Node.Folder)) {
        throw new IllegalArgumentException("/" + path + " lies below /" + above + ", which is no folder");
      }
    }
    nodes.put(path, node);
    if (nodes.size() > MOST_ENTRIES) {
      throw new IllegalArgumentException("the image has more than " + MOST_ENTRIES + " files");
    }
  }

  /// Those that are other names of a file come last, for their file must be there first.
  Iterable<Map.Entry<String, Node>> inOrder() {
    return () -> java.util.stream.Stream
        .concat(nodes.entrySet().stream().filter(entry -> !(entry.getValue() instanceof Node.Same)),
            nodes.entrySet().stream().filter(entry -> entry.getValue() instanceof Node.Same))
        .iterator();
  }
}
