package dev.ironclaw.controlplane;

import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.controlplane.egress.Network;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A running control plane: all that an embedding program may call. Everything else goes through its HTTP API, like for
/// anybody else.
public final class ControlPlane implements AutoCloseable {
  public static final String VERSION = "0.1.0";

  private final Assembly assembly;

  private ControlPlane(Assembly assembly) {
    this.assembly = assembly;
  }

  /// Starts one, finishes what an earlier one left half done, and listens.
  ///
  /// @throws dev.ironclaw.contract.IronclawException with what to do, where it can't
  public static ControlPlane start(ControlPlaneConfig config) {
    return start(config, List.of());
  }

  /// As [#start(ControlPlaneConfig)], set as its program is.
  ///
  /// @param words as on the command line of `ironclaw-controlplane`
  /// @param environment for jobs, and for flags that no word gives; keychain, engine and models ask the process's own
  /// @param home the user's folder, below which projects lie where no other is named
  public static ControlPlane start(List<String> words, Map<String, String> environment, Path home) {
    return Start.of(words, environment, home).run();
  }

  /// @param settings what the API shows of the flags that made the configuration
  static ControlPlane start(ControlPlaneConfig config, List<SettingView> settings) {
    return start(config, settings, Network.internet());
  }

  /// @param network what agents reach; another one than the internet only in tests, which no setting leads to
  static ControlPlane start(ControlPlaneConfig config, List<SettingView> settings, Network network) {
    return new ControlPlane(new Assembly(config, settings, network));
  }

  /// The HTTP API's base address.
  public URI address() {
    return assembly.address();
  }

  /// The state folder, which holds the API's token and socket.
  public Path stateDir() {
    return assembly.stateDir();
  }

  /// What an operator must know about this machine, in plain words: what is weaker than it could be.
  public List<String> notices() {
    return assembly.notices();
  }

  /// Stops listening, ends every box, closes the state. Idempotent.
  @Override
  public void close() {
    assembly.close();
  }
}
