package dev.ironclaw.controlplane.secret;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A keychain in memory; tests make it fail or wait where they want it to.
public class MemoryKeychain implements MasterKeySource {
  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();

  /// Of the keys that it has.
  public Set<String> ids() {
    return Set.copyOf(keys.keySet());
  }

  @Override
  public String name() {
    return "keychain";
  }

  @Override
  public String strength() {
    return "";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> load(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  @Override
  public void store(String id, byte[] key) {
    keys.put(id, key);
  }

  @Override
  public void keepOnly(String id, Collection<String> others) {
    keys.keySet().removeAll(others);
  }
}
