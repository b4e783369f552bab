package dev.ironclaw.controlplane.modelproxy;

/// The offline model: a server on loopback that speaks the anthropic dialect. Never knows it is spoken to by a box.
public final class MockUpstream implements AutoCloseable {
  /// Listens on a free port of 127.0.0.1.
  public MockUpstream() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Its row, with the name `mock`.
  public Upstream upstream() {
    throw new UnsupportedOperationException("skeleton");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("skeleton");
  }
}
