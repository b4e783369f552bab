package dev.ironclaw.desktop;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// The control plane that the app works with: its own, one that runs on the same state folder, or one elsewhere.
///
/// @param own stops what was started for the app; nothing where somebody else started it
record Access(ControlPlaneClient client, Runnable own) implements AutoCloseable {
  /// Starts one, or attaches to the one that runs.
  ///
  /// @param folder the state folder
  /// @param elsewhere then none is started
  /// @param choices for the one that is
  /// @throws IronclawException with what to do; `UPSTREAM_FAILED` where it may answer later
  static Access open(StateFolder folder, Optional<Attachment> elsewhere, HostChoices choices,
      DesktopEnvironment environment) {
    if (elsewhere.isPresent()) {
      return new Access(elsewhere.get().connect(), () -> {});
    }
    try {
      EmbeddedControlPlane own = EmbeddedControlPlane.start(folder.path(), choices, environment);
      return started(own::connect, own::close);
    } catch (IronclawException e) {
      if (e.code() != ErrorCode.STATE_IN_USE) {
        throw e;
      }
      return attach(folder, e);
    }
  }

  /// What was started ends where nobody gets hold of it.
  static Access started(Supplier<ControlPlaneClient> connect, Runnable own) {
    try {
      return new Access(connect.get(), own);
    } catch (RuntimeException e) {
      own.run();
      throw e;
    }
  }

  /// Between its lock and its socket, as at login, it is one that is not there yet.
  static Access attach(StateFolder folder, IronclawException inUse) {
    try {
      Optional<Endpoint> socket = folder.socket();
      Optional<String> token = folder.token();
      Endpoint endpoint = socket.orElseThrow(() -> new IronclawException(ErrorCode.UPSTREAM_FAILED,
          "a control plane uses " + folder.path() + ", and does not answer yet", inUse));
      return new Access(new ControlPlaneClient(endpoint, token), () -> {});
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "read the API token of " + folder.path() + ": "
          + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
    own.run();
  }
}
