package dev.ironclaw.desktop;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The control plane that the app works with: its own, one that runs on the same state folder, or one elsewhere.
///
/// @param own what is stopped with the app; null where somebody else started it
/// @param here it works with the app's own state folder, so that its files are the ones there
record Access(ControlPlaneClient client, @Nullable EmbeddedControlPlane own, boolean here) implements AutoCloseable {
  /// Starts one, or attaches to the one that runs.
  ///
  /// @param folder the state folder
  /// @param elsewhere then none is started
  /// @throws IronclawException with what to do; `UPSTREAM_FAILED` where it may answer later
  static Access open(StateFolder folder, Optional<Attachment> elsewhere, boolean acceptUnenforcedLimits) {
    if (elsewhere.isPresent()) {
      return new Access(elsewhere.get().connect(), null, false);
    }
    try {
      EmbeddedControlPlane own = EmbeddedControlPlane.start(folder.path(), acceptUnenforcedLimits);
      return new Access(own.connect(), own, true);
    } catch (IronclawException e) {
      if (e.code() != ErrorCode.STATE_IN_USE) {
        throw e;
      }
      return attach(folder, e);
    }
  }

  private static Access attach(StateFolder folder, IronclawException inUse) {
    try {
      Optional<Endpoint> socket = folder.socket();
      Optional<String> token = folder.token();
      return new Access(new ControlPlaneClient(socket.orElseThrow(() -> inUse), token), null,
          true);
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
