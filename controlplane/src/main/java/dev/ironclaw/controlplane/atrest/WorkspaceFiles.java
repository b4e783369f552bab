package dev.ironclaw.controlplane.atrest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the agents' workspaces while hostile agents write there: each step is taken from an open folder and follows no
/// link, so that nobody can lead it elsewhere. Only regular files are taken; whatever can't be read, or could not be put
/// back under its name, is left out and counted. A file is read as far as it was long when it was looked at, and a
/// workspace as far as [#MAX_ENTRIES]: whoever goes on writing keeps nobody from coming to an end.
final class WorkspaceFiles {
  /// Of bytes; sums stop there.
  private static final long MOST = Long.MAX_VALUE / 4;
  private static final Logger LOG = LoggerFactory.getLogger(WorkspaceFiles.class);
  private static final int MAX_DEPTH = 64;
  /// Bytes of a name with its folders: a path of 4096 must still have room for wherever it is restored.
  static final int MAX_NAME = 2048;
  /// Things that are met in one workspace; an agent's limit is far below.
  static final int MAX_ENTRIES = 1_000_000;

  private final Sink sink;
  private final Duration patience;
  private final Consumer<Path> before;
  private final String workspace;
  private final Set<String> taken = new HashSet<>();
  private final int most;
  private int met;
  private boolean stuck;

  private WorkspaceFiles(String workspace, Sink sink, Duration patience, Consumer<Path> before, int most) {
    this.workspace = workspace;
    this.most = most;
    this.sink = sink;
    this.patience = patience;
    this.before = before;
  }

  /// Takes one file; its stream is closed by the caller.
  @FunctionalInterface
  interface Sink {
    void put(String name, InputStream content) throws IOException;

    /// Whether a file of this length is to be opened at all; else it is left out.
    default boolean wants(String workspace, String path, long bytes) {
      return true;
    }
  }

  /// What the plain files of each workspace take of a backup, as [WorkspaceRoom#cost] counts.
  ///
  /// @param name what they shall be below, as for [#read(Path, String, Sink)]
  static Map<String, Long> costs(Path folder, String name) throws IOException {
    Map<String, Long> costs = new HashMap<>();
    LeftOut seen = read(folder, name, new Sink() {
      @Override
      public boolean wants(String workspace, String path, long bytes) {
        costs.merge(workspace, WorkspaceRoom.cost(path, bytes), (a, b) -> a + Math.min(b, MOST - a));
        return false;
      }

      @Override
      public void put(String name, InputStream content) {
        throw new IllegalStateException("no file is wanted");
      }
    });
    seen.byWorkspace().keySet().forEach(workspace -> costs.putIfAbsent(workspace, 0L));
    return costs;
  }

  /// Reads every plain file below the folder.
  ///
  /// @return what was left out: links, sockets, devices, what can't be read, names that an archive can't hold
  static LeftOut read(Path folder, String name, Sink sink) throws IOException {
    return read(folder, name, sink, Duration.ofSeconds(5), _ -> {});
  }

  /// @param patience how long a file may take to open: a pipe that was put in its place takes for ever
  /// @param before hears of each file before it is opened: tests swap it there
  static LeftOut read(Path folder, String name, Sink sink, Duration patience, Consumer<Path> before)
      throws IOException {
    return read(folder, name, sink, patience, before, MAX_ENTRIES);
  }

  /// @param most things that are looked at in one workspace
  static LeftOut read(Path folder, String name, Sink sink, Duration patience, Consumer<Path> before, int most)
      throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return LeftOut.NOTHING;
    }
    Map<String, Integer> left = new HashMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("this system can't read " + folder + " without following links");
      }
      for (Path entry : secure) {
        // One for each workspace: what an agent does to its own costs the others nothing.
        String workspace = String.valueOf(entry.getFileName());
        left.merge(workspace,
            new WorkspaceFiles(workspace, sink, patience, before, most).take(secure, entry.getFileName(), name, 0),
            Integer::sum);
      }
    }
    return new LeftOut(left);
  }

  private int read(SecureDirectoryStream<Path> folder, String name, int depth) throws IOException {
    int left = 0;
    try {
      for (Path entry : folder) {
        // Whatever becomes of it: names that are not taken cost as much time.
        if (++met > most) {
          return left + 1;
        }
        left += stuck ? 1 : take(folder, entry.getFileName(), name, depth);
      }
    } catch (DirectoryIteratorException e) {
      LOG.debug("step=read-workspace the rest of {} can't be listed: {}", name, e.getMessage());
      left++;
    }
    return left;
  }

  /// @return how many things were left out
  private int take(SecureDirectoryStream<Path> folder, Path child, String name, int depth) throws IOException {
    String path = name + "/" + child;
    if (depth > MAX_DEPTH || !comesBack(child) || !Archive.isName(path)
        || path.getBytes(StandardCharsets.UTF_8).length > MAX_NAME || !taken.add(path)) {
      return 1;
    }
    Optional<SeekableByteChannel> file = Optional.empty();
    Optional<SecureDirectoryStream<Path>> below = Optional.empty();
    long size = 0;
    try {
      BasicFileAttributes attributes = folder
          .getFileAttributeView(child, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
      if (attributes.isDirectory()) {
        below = Optional.of(folder.newDirectoryStream(child, LinkOption.NOFOLLOW_LINKS));
      } else if (attributes.isRegularFile() && sink.wants(workspace, path, attributes.size())) {
        size = attributes.size();
        file = open(folder, child);
      }
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // silent-ok: the agent removed it meanwhile, swapped it, or took away the right to read it; it is counted
      return 1;
    }
    if (below.isPresent()) {
      return below(below.get(), path, depth);
    }
    if (file.isEmpty()) {
      return 1;
    }
    try (InputStream content = Channels.newInputStream(file.get())) {
      sink.put(path, new Capped(content, size));
    }
    return 0;
  }

  /// Ends after so many bytes.
  private static final class Capped extends FilterInputStream {
    private long left;

    Capped(InputStream content, long most) {
      super(content);
      left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int n = left == 0 ? -1 : super.read(into, from, (int) Math.min(length, left));
      left -= Math.max(n, 0);
      return n;
    }
  }

  private int below(SecureDirectoryStream<Path> folder, String path, int depth) throws IOException {
    try {
      return read(folder, path, depth + 1);
    } finally {
      if (stuck) {
        // Waits for the open that hangs, which may be for ever.
        Thread.ofVirtual().start(() -> close(folder));
      } else {
        folder.close();
      }
    }
  }

  /// False for bytes that are no name in this character set: another one would be restored, or the same one twice.
  private static boolean comesBack(Path child) {
    try {
      return Path.of(child.toString()).equals(child);
    } catch (InvalidPathException e) {
      // silent-ok: that is the answer
      return false;
    }
  }

  /// Where it hangs, the rest of this workspace is left out, so that there is one such thread at most.
  private Optional<SeekableByteChannel> open(SecureDirectoryStream<Path> folder, Path child) throws IOException {
    before.accept(child);
    try {
      return PatientOpening.open(folder, child, patience);
    } catch (PatientOpening.Hangs e) {
      stuck = true;
      LOG.warn("step=read-workspace {}: {}; the rest of this workspace is left out", child, e.getMessage());
      return Optional.empty();
    }
  }

  private static void close(SecureDirectoryStream<Path> folder) {
    try {
      folder.close();
    } catch (IOException e) {
      LOG.debug("step=read-workspace a folder can't be closed: {}", e.getMessage());
    }
  }
}
