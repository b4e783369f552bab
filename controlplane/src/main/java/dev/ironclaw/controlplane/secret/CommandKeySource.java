package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/// The way to a key management system: a command that prints the master key as 64 hexadecimal digits. It is asked once, at
/// start; the key is never on our disk, and it is made and replaced where the command gets it from.
public final class CommandKeySource implements MasterKeySource {
  static final String NAME = "command";

  private final Supplier<String> command;

  /// @param command runs it and returns what it printed
  public CommandKeySource(Supplier<String> command) {
    this.command = command;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String strength() {
    return "from a command; not on this disk";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> load(String id) {
    return Optional.of(key()).filter(key -> key.id().equals(id)).map(MasterKey::bytes);
  }

  /// What the command prints now.
  MasterKey key() {
    String printed = command.get().strip();
    if (!printed.matches("[0-9a-fA-F]{64}")) {
      // Without what was printed: it may be most of a key.
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "load master key: the command did not print 64 hexadecimal digits alone");
    }
    return MasterKey.of(HexFormat.of().parseHex(printed));
  }

  @Override
  public void store(String id, byte[] key) {
    throw new IronclawException(ErrorCode.NOT_AVAILABLE,
        "replace master key: it comes from a command, and such a key can't be replaced: keep the command printing the one "
            + "that it prints now, for nothing else opens this folder. Only a key with --master-key file can be replaced");
  }

  @Override
  public void keepOnly(String id, Collection<String> others) {
    // Nothing of it is ours.
  }
}
