package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import java.nio.file.Path;
import java.time.Clock;

/// Serves the box API on one unix socket for each box, all on one shared connector: one file descriptor and no thread
/// for each.
public final class BoxServer implements AutoCloseable {
  /// Starts the connector; no box listens yet.
  ///
  /// @param runFolder 0700; holds one folder for each box. Short: a unix socket's path has at most 107 bytes
  public BoxServer(Path runFolder, ModelProxy modelProxy, BoxListener listener, Clock clock) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Listens for this box; after a restart of the control plane, again at the same place.
  public BoxSocket open(BoxId box) {
    throw new UnsupportedOperationException("skeleton");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("skeleton");
  }
}
