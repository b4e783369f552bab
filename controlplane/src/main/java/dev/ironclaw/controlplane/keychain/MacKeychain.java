package dev.ironclaw.controlplane.keychain;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.HexFormat;
import java.util.Optional;

/// The login keychain of macOS through `/usr/bin/security`, which takes its commands from its input: so the secret is never
/// an argument that others could list. Not run on a Mac by us.
final class MacKeychain implements Keychain {
  private static final String SERVICE = "IronClaw master key";
  /// errSecItemNotFound, as the exit code.
  private static final int NOT_FOUND = 44;
  /// errSecInteractionNotAllowed: it is locked, and nobody was asked.
  private static final int NO_INTERACTION = 36;

  private final Security security;

  /// One run of `/usr/bin/security`.
  @FunctionalInterface
  interface Security {
    Answer run(String input, String... arguments);
  }

  record Answer(int code, String output) {}

  MacKeychain(Security security) {
    this.security = security;
  }

  @Override
  public String name() {
    return "macOS Keychain";
  }

  @Override
  public Optional<String> obstacle() {
    return ask("", "show-keychain-info").code() == 0
        ? Optional.empty()
        : Optional.of("use the keychain: the login keychain is locked or not there: unlock it with `security "
            + "unlock-keychain`, then try again");
  }

  /// Silence is no answer, not even that there is no keychain: `security` may be waiting for a person whom a second question
  /// would disturb.
  private Answer ask(String input, String... arguments) {
    try {
      return security.run(input, arguments);
    } catch (IronclawException e) {
      throw new IronclawException(ErrorCode.NOT_READY, "use the keychain: " + e.getMessage()
          + "; answer what macOS asks, then try again", e);
    }
  }

  @Override
  public Optional<byte[]> read(String id) {
    Answer answer = ask("", "find-generic-password", "-s", SERVICE, "-a", checked(id), "-w");
    if (answer.code() == NOT_FOUND) {
      return Optional.empty();
    }
    String hex = answer.output().strip();
    if (answer.code() != 0 || !hex.matches("([0-9a-f]{2})+")) {
      throw failed("read", answer);
    }
    return Optional.of(HexFormat.of().parseHex(hex));
  }

  @Override
  public void write(String id, byte[] secret) {
    Answer answer = ask("add-generic-password -U -s \"" + SERVICE + "\" -a " + checked(id) + " -w "
        + HexFormat.of().formatHex(secret) + "\n", "-i");
    if (answer.code() != 0 || !read(id).map(kept -> java.security.MessageDigest.isEqual(kept, secret)).orElse(false)) {
      throw failed("write", answer);
    }
  }

  @Override
  public void delete(String id) {
    Answer answer = ask("", "delete-generic-password", "-s", SERVICE, "-a", checked(id));
    if (answer.code() != 0 && answer.code() != NOT_FOUND) {
      throw failed("delete", answer);
    }
  }

  /// It becomes a word of a command.
  private static String checked(String id) {
    if (!id.matches("[0-9a-f]{1,64}")) {
      throw new IllegalArgumentException("a key's id has hexadecimal digits only");
    }
    return id;
  }

  private static IronclawException failed(String operation, Answer answer) {
    // Whoever refused is not asked again by a program.
    ErrorCode code = answer.code() == NO_INTERACTION ? ErrorCode.UPSTREAM_FAILED : ErrorCode.NOT_READY;
    // Without what was printed: it may be the secret.
    return new IronclawException(code, "use the keychain: `security` could not " + operation
        + " the master key (exit code " + answer.code() + "): unlock the login keychain, then try again");
  }
}
