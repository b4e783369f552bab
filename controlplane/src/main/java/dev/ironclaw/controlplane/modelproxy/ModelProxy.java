package dev.ironclaw.controlplane.modelproxy;

import java.util.List;

/// Forwards one model call of a box to the one upstream of its agent group, byte for byte as it streams.
public final class ModelProxy implements AutoCloseable {
  public ModelProxy(List<Upstream> upstreams) {
    throw new UnsupportedOperationException("skeleton");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("skeleton");
  }
}
