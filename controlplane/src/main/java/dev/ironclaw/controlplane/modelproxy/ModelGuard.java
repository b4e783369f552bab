package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import java.nio.ByteBuffer;

/// Stands between a box and its upstream: admits a call or refuses it, and sees what goes out and what comes back.
@FunctionalInterface
public interface ModelGuard {
  /// Admits everything and changes nothing.
  ModelGuard NONE = (_, _) -> new Admission() {
  };

  /// Asked before the upstream hears of the call, on a platform thread of the box server: it may write to the database.
  /// For a fall-back it is asked again, with the other upstream, after the first admission has ended.
  ///
  /// @throws dev.ironclaw.contract.IronclawException with what the box is told, for example `RATE_LIMITED` or `DENIED`
  Admission admit(ModelRequest request, Upstream upstream);

  /// One call that was admitted. Its methods are called one after another, each on some thread of the proxy, and must not
  /// block; [#end] comes once, always, and last, and may be called while another method runs.
  interface Admission {
    /// The body on its way out.
    ///
    /// @return what is sent in place of the body: the same, or another one over an array
    /// @throws dev.ironclaw.contract.IronclawException to refuse the call; [#end] follows
    default ByteBuffer request(ByteBuffer body) {
      return body;
    }

    /// The head of the response, before its first byte.
    ///
    /// @param contentType as the upstream says it, without parameters and in lower case; empty where it says none
    default void head(int status, String contentType) {}

    /// A piece of the response's body on its way to the box.
    ///
    /// @return what is handed on in place of this chunk: may be empty, and may hold back less than one SSE event
    /// @throws dev.ironclaw.contract.IronclawException to break the response off; [#end] follows
    default ByteBuffer response(ByteBuffer chunk) {
      return chunk;
    }

    /// The response has ended well.
    ///
    /// @return what was held back
    default ByteBuffer rest() {
      return ByteBuffer.allocate(0);
    }

    /// The call is over, however it ended; the listener hears of it after this.
    default void end(ModelCall call) {}
  }
}
