package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.registry.Principal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// The API's one bearer token, kept as a hash only.
public final class ApiToken {
  /// The token's file in the state folder.
  public static final String FILE = "api-token";
  private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE);
  private static final Principal.Operator OPERATOR = new Principal.Operator("local");
  private static final int MAX_CHARS = 4096;

  private final byte[] hash;

  private ApiToken(String token) {
    this.hash = Sha256.of(token);
  }

  /// The token that the configuration gives, else the one in `<stateDir>/api-token`, which is made on the first run.
  ///
  /// @throws IronclawException `CONFIGURATION` for an empty token, or a file that others may read
  public static ApiToken of(Optional<String> given, Path stateDir, SecureRandom random) {
    return new ApiToken(checked(given.orElseGet(() -> fromFile(stateDir.resolve(FILE), random))));
  }

  /// Who presents this text, compared in constant time.
  Optional<Principal.Operator> authenticate(String presented) {
    return MessageDigest.isEqual(hash, Sha256.of(presented)) ? Optional.of(OPERATOR) : Optional.empty();
  }

  private static String fromFile(Path file, SecureRandom random) {
    try {
      mint(file, random);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IronclawException(ErrorCode.CONFIGURATION,
            "API token: " + file + " is not a regular file; remove it");
      }
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
        throw new IronclawException(ErrorCode.CONFIGURATION, "API token: others may read or write " + file
            + "; delete it (a new one is made at the next start), as it may be known");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "API token: cannot read or make " + file, e);
    }
  }

  private static void mint(Path file, SecureRandom random) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    // Written aside and linked into place, so that a crash never leaves an empty token.
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(fresh, HexFormat.of().formatHex(bytes) + "\n");
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException _) {
      // Another start was first: its token counts.
    } finally {
      Files.delete(fresh);
    }
  }

  private static String checked(String token) {
    boolean printable = token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    if (token.isEmpty() || token.length() > MAX_CHARS || !printable) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "API token: it must be 1 to " + MAX_CHARS + " printable ASCII characters without spaces");
    }
    return token;
  }
}
