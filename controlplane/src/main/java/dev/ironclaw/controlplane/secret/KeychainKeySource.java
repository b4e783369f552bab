package dev.ironclaw.controlplane.secret;

import dev.ironclaw.controlplane.keychain.Keychain;
import java.util.Collection;
import java.util.Optional;

/// The master key in the operating system's keychain, under its id.
public final class KeychainKeySource implements MasterKeySource {
  static final String NAME = "keychain";

  private final Keychain keychain;

  public KeychainKeySource(Keychain keychain) {
    this.keychain = keychain;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String strength() {
    return "in the keychain of this user (" + keychain.name() + "); not in the state folder";
  }

  @Override
  public Optional<String> obstacle() {
    return keychain.obstacle();
  }

  @Override
  public Optional<byte[]> load(String id) {
    return keychain.read(id);
  }

  @Override
  public void store(String id, byte[] key) {
    keychain.write(id, key);
  }

  @Override
  public void keepOnly(String id, Collection<String> others) {
    others.stream().filter(other -> !other.equals(id)).forEach(keychain::delete);
  }
}
