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
import java.security.SecureRandom;
import java.util.Arrays;

/// `master.key`: the magic `ICKMASTER1`, then 32 random bytes; a regular file, 0600, ours.
final class MasterKeyFile {
  private static final byte[] MAGIC = "ICKMASTER1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY = 32;

  private final Path file;

  MasterKeyFile(Path file) {
    this.file = file;
  }

  byte[] loadOrCreate(SecureRandom random) {
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        create(random);
      }
      checkFile();
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw refused("it can't be read or made: check the folder", e);
    }
  }

  private void create(SecureRandom random) throws IOException {
    byte[] content = Arrays.copyOf(MAGIC, MAGIC.length + KEY);
    byte[] key = new byte[KEY];
    random.nextBytes(key);
    System.arraycopy(key, 0, content, MAGIC.length, KEY);
    PrivateFiles.createFolder(file.toAbsolutePath().resolveSibling(".").normalize());
    PrivateFiles.replace(file, content);
  }

  private void checkFile() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw refused("it is not a regular file: put the key itself there");
    }
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    String permissions = PosixFilePermissions.toString(view.readAttributes().permissions());
    if (!permissions.equals("rw-------") && !permissions.equals("r--------")) {
      throw refused("its permissions are " + permissions + ": others may have read it; set 0600 if you are sure that"
          + " nobody did");
    }
    if (!view.getOwner().equals(ourselves())) {
      throw refused("it belongs to " + view.getOwner().getName() + ": start as that user, or give it to yours");
    }
  }

  /// The owner of a file that we make: right as root, in a container and without a user database.
  private UserPrincipal ourselves() throws IOException {
    Path probe = Files.createTempFile(file.toAbsolutePath().getParent(), ".owner", "");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private byte[] parse(byte[] content) {
    if (content.length != MAGIC.length + KEY || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED, "load master key " + file
          + ": it does not hold a master key; restore it from a backup");
    }
    return Arrays.copyOfRange(content, MAGIC.length, content.length);
  }

  private IronclawException refused(String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "load master key " + file + ": " + why);
  }

  private IronclawException refused(String why, IOException cause) {
    return new IronclawException(ErrorCode.CONFIGURATION, "load master key " + file + ": " + why, cause);
  }
}
