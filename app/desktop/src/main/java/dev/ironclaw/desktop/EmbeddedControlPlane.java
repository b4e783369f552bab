package dev.ironclaw.desktop;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.controlplane.ControlPlane;
import dev.ironclaw.controlplane.ControlPlaneConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A control plane in this process. The one class of the desktop that names it; all else goes through [#connect].
public final class EmbeddedControlPlane implements AutoCloseable {
  private final ControlPlane running;

  private EmbeddedControlPlane(ControlPlane running) {
    this.running = running;
  }

  /// Starts one as a user has it.
  ///
  /// @param acceptUnenforcedLimits as in [#startForDevelopment]
  /// @throws dev.ironclaw.contract.IronclawException `STATE_IN_USE` where one runs on this folder already
  static EmbeddedControlPlane start(Path stateDir, boolean acceptUnenforcedLimits) {
    ControlPlaneConfig config = ControlPlaneConfig.of(stateDir, ControlPlaneConfig.defaultImageDir());
    return new EmbeddedControlPlane(
        ControlPlane.start(config.withAcceptUnenforcedLimits(acceptUnenforcedLimits)));
  }

  /// Starts one with the two development agents on a free port.
  ///
  /// @param acceptUnenforcedLimits goes on where the machine can't enforce a box's limits; the notices say so
  public static EmbeddedControlPlane startForDevelopment(Path stateDir, boolean acceptUnenforcedLimits) {
    ControlPlaneConfig config = ControlPlaneConfig.of(stateDir, ControlPlaneConfig.defaultImageDir());
    return new EmbeddedControlPlane(ControlPlane.start(config.withApiAddress("127.0.0.1:0").withDev(true)
        .withAcceptUnenforcedLimits(acceptUnenforcedLimits)));
  }

  /// A client with the token of the state folder, as any other program of this user would make it.
  public ControlPlaneClient connect() {
    try {
      Optional<String> token = new StateFolder(running.stateDir()).token();
      return new ControlPlaneClient(Endpoint.Tcp.parse(running.address().toString()), token);
    } catch (IOException e) {
      throw new UncheckedIOException("read the API token of " + running.stateDir(), e);
    }
  }

  /// What is weaker on this machine than it could be.
  public List<String> notices() {
    return running.notices();
  }

  public Path stateDir() {
    return running.stateDir();
  }

  @Override
  public void close() {
    running.close();
  }
}
