package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/// `master.key`: the magic `ICKMASTER2`, then 32 random bytes; a regular file, 0600, ours. `master.key.next` beside it
/// while the key is replaced. A file with the magic `ICKMASTER1` is an earlier version's, from which everything was derived.
public final class MasterKeyFile implements MasterKeySource {
  private static final byte[] MAGIC = "ICKMASTER2".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EARLIER = "ICKMASTER1".getBytes(StandardCharsets.US_ASCII);
  private static final String REMEDY = "check the folder";

  private final Path current;
  private final Path next;

  public MasterKeyFile(Path stateFolder) {
    this.current = stateFolder.resolve("master.key");
    this.next = stateFolder.resolve("master.key.next");
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String strength() {
    return "KEY BESIDE THE DATA: whoever copies the state folder has both";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> load(String id) {
    return Stream.of(current, next).filter(MasterKeyFile::exists).map(file -> read(file, MAGIC))
        .flatMap(Optional::stream).filter(key -> MasterKey.of(key).id().equals(id)).findFirst();
  }

  @Override
  public void store(String id, byte[] key) {
    byte[] content = Arrays.copyOf(MAGIC, MAGIC.length + key.length);
    System.arraycopy(key, 0, content, MAGIC.length, key.length);
    Path file = exists(current) ? next : current;
    try {
      PrivateFiles.createFolder(file.toAbsolutePath().resolveSibling(".").normalize());
      PrivateFiles.replace(file, content);
    } catch (IOException e) {
      throw refused(file, "it can't be written: " + REMEDY + " and its space", e);
    }
  }

  @Override
  public void keepOnly(String id, Collection<String> others) {
    try {
      if (exists(next) && read(next, MAGIC).filter(key -> MasterKey.of(key).id().equals(id)).isPresent()) {
        PrivateFiles.moveDurably(next, current);
      }
      Files.deleteIfExists(next);
      if (exists(current) && read(current, MAGIC).filter(key -> MasterKey.of(key).id().equals(id)).isEmpty()) {
        Files.delete(current);
        PrivateFiles.syncFolder(current);
      }
    } catch (IOException e) {
      throw refused(current, "the old one can't be removed: " + REMEDY, e);
    }
  }

  /// What an earlier version derived everything from.
  Optional<byte[]> earlier() {
    return exists(current) ? read(current, EARLIER) : Optional.empty();
  }

  boolean exists() {
    return exists(current);
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /// Empty for a key of the other magic.
  private static Optional<byte[]> read(Path file, byte[] magic) {
    try {
      checkFile(file);
      byte[] content = Files.readAllBytes(file);
      boolean known = starts(content, MAGIC) || starts(content, EARLIER);
      if (!known || content.length != MAGIC.length + MasterKey.BYTES) {
        throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED, "load master key " + file
            + ": it does not hold a master key; restore it from a backup");
      }
      return starts(content, magic)
          ? Optional.of(Arrays.copyOfRange(content, MAGIC.length, content.length))
          : Optional.empty();
    } catch (IOException e) {
      throw refused(file, "it can't be read: " + REMEDY, e);
    }
  }

  private static boolean starts(byte[] content, byte[] magic) {
    return content.length >= magic.length && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
  }

  private static void checkFile(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(file, "it is not a regular file: put the key itself there");
    }
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    String permissions = PosixFilePermissions.toString(view.readAttributes().permissions());
    if (!permissions.equals("rw-------") && !permissions.equals("r--------")) {
      throw refused(file,
          "its permissions are " + permissions + ": others may have read it; set 0600 if you are sure that"
              + " nobody did");
    }
    if (!view.getOwner().equals(ourselves(file))) {
      throw refused(file, "it belongs to " + view.getOwner().getName() + ": start as that user, or give it to yours");
    }
  }

  /// The owner of a file that we make: right as root, in a container and without a user database.
  private static UserPrincipal ourselves(Path file) throws IOException {
    Path probe = Files.createTempFile(file.toAbsolutePath().getParent(), ".owner", "");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static IronclawException refused(Path file, String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "load master key " + file + ": " + why);
  }

  private static IronclawException refused(Path file, String why, IOException cause) {
    return new IronclawException(ErrorCode.CONFIGURATION, "load master key " + file + ": " + why, cause);
  }
}
