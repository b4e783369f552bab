package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Reads one file of a workspace while a hostile agent writes there: each step of its path is taken from an open folder and
/// follows no link, and only a regular file with one name is read, no further than asked.
public final class PlainFile {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MAX_DEPTH = 32;

  /// Openings that hang below one root, so that a hostile agent holds few threads and no other agent's.
  private static final int MAX_HANGING = 16;

  private final Map<Path, Semaphore> rooms = new ConcurrentHashMap<>();

  /// One that counts the openings which hang.
  public PlainFile() {}

  /// Reads it whole.
  ///
  /// @param root nobody but the host can replace it
  /// @param path relative to it, as an agent wrote it
  /// @param most bytes
  /// @throws IronclawException `INVALID_REQUEST`, `NOT_FOUND`, `TOO_LARGE` or `DENIED`, in words for the agent
  // Every folder that is opened goes into the list that the finally closes, which the checker can't see.
  @SuppressWarnings("StreamResourceLeak")
  public byte[] read(Path root, String path, int most) {
    List<Path> steps = steps(path);
    List<SecureDirectoryStream<Path>> open = new ArrayList<>();
    boolean hangs = false;
    try {
      open.add(secure(Files.newDirectoryStream(root)));
      for (Path step : steps.subList(0, steps.size() - 1)) {
        open.add(open.getLast().newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS));
      }
      return content(root, steps, open.getLast(), most, path);
    } catch (PatientOpening.Hangs e) {
      hangs = true;
      throw refused(ErrorCode.DENIED, path, "is not a regular file", e);
    } catch (PatientOpening.Full e) {
      throw refused(ErrorCode.DENIED, path, "can't be opened: " + MAX_HANGING + " files of this workspace were turned "
          + "into pipes while they were opened, and wait for a writer", e);
    } catch (NoSuchFileException e) {
      throw refused(ErrorCode.NOT_FOUND, path, "does not exist", e);
    } catch (IOException e) {
      throw refused(ErrorCode.DENIED, path, "can't be opened: a part of it is a link or no folder", e);
    } finally {
      if (hangs) {
        // Closing waits for the open that hangs, which may be for ever.
        Thread.ofVirtual().start(() -> open.reversed().forEach(PlainFile::close));
      } else {
        open.reversed().forEach(PlainFile::close);
      }
    }
  }

  private byte[] content(Path root, List<Path> steps, SecureDirectoryStream<Path> folder, int most, String path)
      throws IOException {
    Path name = steps.getLast();
    BasicFileAttributes attributes = folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
    if (!attributes.isRegularFile() || links(root, steps) > 1) {
      throw refused(ErrorCode.DENIED, path, "is not a regular file, or has more than one name");
    }
    if (attributes.size() > most) {
      throw refused(ErrorCode.TOO_LARGE, path, "has over " + (most >> 20) + " MiB");
    }
    try (SeekableByteChannel file = PatientOpening.open(folder, name, PATIENCE, room(root)).orElseThrow(
        () -> refused(ErrorCode.DENIED, path, "is not a regular file"))) {
      // As far as it was long: whoever goes on writing keeps nobody from coming to an end.
      return Channels.newInputStream(file).readNBytes((int) attributes.size());
    }
  }

  private Semaphore room(Path root) {
    return rooms.computeIfAbsent(root, _ -> new Semaphore(MAX_HANGING));
  }

  /// Java can't ask an open folder for it. A box can't link what lies outside its mounts, so this is a second lock.
  private static int links(Path root, List<Path> steps) throws IOException {
    Path whole = steps.stream().reduce(root, Path::resolve);
    return (Integer) Files.readAttributes(whole, "unix:nlink", LinkOption.NOFOLLOW_LINKS).getOrDefault("nlink", 1);
  }

  private static List<Path> steps(String path) {
    try {
      List<Path> steps = new ArrayList<>();
      Path given = Path.of(path);
      for (Path step : given) {
        String word = step.toString();
        if (word.equals("..")) {
          throw refused(ErrorCode.DENIED, path, "leaves the workspace");
        }
        if (!word.isEmpty() && !word.equals(".")) {
          steps.add(step);
        }
      }
      if (given.isAbsolute() || steps.isEmpty() || steps.size() > MAX_DEPTH) {
        throw refused(ErrorCode.INVALID_REQUEST, path, "is no path below the workspace");
      }
      return steps;
    } catch (InvalidPathException e) {
      throw refused(ErrorCode.INVALID_REQUEST, "\"path\"", "is not a path", e);
    }
  }

  private static IronclawException refused(ErrorCode code, String path, String why) {
    return new IronclawException(code, path + " " + why);
  }

  private static IronclawException refused(ErrorCode code, String path, String why, Exception cause) {
    return new IronclawException(code, path + " " + why, cause);
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this system can't read a workspace without following links");
  }

  private static void close(DirectoryStream<Path> folder) {
    try {
      folder.close();
    } catch (IOException alreadyClosed) {
      // silent-ok: a handle that was only read
    }
  }
}
