package dev.ironclaw.controlplane.engine;

import java.io.OutputStream;

/// A container's input and output, as long as this is open. What it prints while nobody is attached is lost where the
/// engine keeps none of it.
public interface Attached extends AutoCloseable {
  /// What the container reads. Waits where it does not read; fails once this is closed or the engine is gone.
  OutputStream in();

  /// Lets go; the container goes on and may be attached to again.
  @Override
  void close();

  /// Hears the container. Called on one thread of the library's; what waits here holds the container's output back.
  interface Heard {
    void out(byte[] bytes);

    void err(byte[] bytes);

    /// Once, when nothing more comes for another reason than [Attached#close].
    void lost();
  }
}
