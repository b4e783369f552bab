package dev.ironclaw.controlplane.kind;

import dev.ironclaw.controlplane.registry.Mount;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What this host is set up for, as it is when asked.
///
/// @param upstreams the model upstreams that can be called now, by name
/// @param unmountable why a folder of this machine can't be mounted into a box as things are; empty where it can
/// @param standard what answers for an agent whose maker chose nothing
/// @param keepRetired how long the files of a retired agent are kept
/// @param vaultHosts where the vault's credential of this name may be used; empty where there is none
public record HostFacts(Supplier<Map<String, Provider>> upstreams, Function<Mount, Optional<String>> unmountable,
    Supplier<Optional<ModelChoice>> standard, Duration keepRetired, Function<String, Set<String>> vaultHosts) {
  /// One whose upstreams stay as they are, are known by their names alone and all speak one dialect.
  public HostFacts(Set<String> providers, Function<Mount, Optional<String>> unmountable,
      Optional<ModelChoice> standardModel, Duration keepRetired, Function<String, Set<String>> vaultHosts) {
    this(() -> providers.stream().collect(Collectors.toMap(Function.identity(),
        name -> new Provider(name, "", "anthropic", Optional.empty()))), unmountable, () -> standardModel, keepRetired,
        vaultHosts);
  }

  /// A host without a vault.
  public HostFacts(Set<String> providers, Function<Mount, Optional<String>> unmountable,
      Optional<ModelChoice> standardModel, Duration keepRetired) {
    this(providers, unmountable, standardModel, keepRetired, _ -> Set.of());
  }

  /// A host without a standard model, where every new agent names its own, and that keeps nothing of a retired one.
  public HostFacts(Set<String> providers, Function<Mount, Optional<String>> unmountable) {
    this(providers, unmountable, Optional.empty(), Duration.ZERO);
  }

  /// The names of the upstreams.
  public Set<String> providers() {
    return upstreams.get().keySet();
  }

  public Optional<ModelChoice> standardModel() {
    return standard.get();
  }

  /// Who gets what is said, as people know it: the company and where it is asked.
  public String company(String provider) {
    return Optional.ofNullable(upstreams.get().get(provider))
        .map(known -> known.host.isEmpty() ? known.title : known.title + " (" + known.host + ")").orElse(provider);
  }

  /// What is known of an upstream.
  ///
  /// @param title the company or program that gets the words
  /// @param host the machine that is called, and its port where it is not the usual one; empty where nothing is said of it
  /// @param model the one to offer first
  public record Provider(String title, String host, String dialect, Optional<String> model) {}

  /// A model of an upstream.
  public record ModelChoice(String provider, String model) {}
}
