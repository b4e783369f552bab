package dev.ironclaw.desktop;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The control plane that the app works with: its own, or one that runs on the same state folder.
///
/// @param own what is stopped with the app; null where somebody else started it
record Access(ControlPlaneClient client, @Nullable EmbeddedControlPlane own) implements AutoCloseable {
  /// Starts one, or attaches to the one that runs.
  ///
  /// @throws IronclawException with what to do
  static Access open(DesktopOptions options) {
    Path folder = EmbeddedControlPlane.stateDir(options.stateDir);
    try {
      EmbeddedControlPlane own = EmbeddedControlPlane.start(folder, options.acceptUnenforcedLimits);
      return new Access(own.connect(), own);
    } catch (IronclawException e) {
      if (e.code() != ErrorCode.STATE_IN_USE) {
        throw e;
      }
      return attach(new StateFolder(folder), e);
    }
  }

  private static Access attach(StateFolder folder, IronclawException inUse) {
    try {
      Optional<Endpoint> socket = folder.socket();
      Optional<String> token = folder.token();
      return new Access(new ControlPlaneClient(socket.orElseThrow(() -> inUse), token), null);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "read the API token of " + folder.path() + ": "
          + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
    if (own != null) {
      own.close();
    }
  }
}
