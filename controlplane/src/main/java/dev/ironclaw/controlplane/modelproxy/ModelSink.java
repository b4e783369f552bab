package dev.ironclaw.controlplane.modelproxy;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Where a model's answer goes. Its methods are called one after another, each on some thread of the proxy, and must not
/// block.
interface ModelSink {
  /// The answer's headers, until its first byte is written.
  HttpFields.Mutable headers();

  void status(int status);

  /// Takes a piece of the body.
  ///
  /// @param callback completed when the bytes may be written over
  void write(boolean last, ByteBuffer bytes, Callback callback);

  /// Forgets status and headers, where nobody has seen them.
  ///
  /// @return whether the caller has heard nothing yet
  boolean takenBack();

  /// A response that is streamed as it comes.
  static ModelSink of(Response response) {
    return new ModelSink() {
      @Override
      public HttpFields.Mutable headers() {
        return response.getHeaders();
      }

      @Override
      public void status(int status) {
        response.setStatus(status);
      }

      @Override
      public void write(boolean last, ByteBuffer bytes, Callback callback) {
        response.write(last, bytes, callback);
      }

      @Override
      public boolean takenBack() {
        if (response.isCommitted()) {
          return false;
        }
        try {
          response.reset();
          return true;
        } catch (IllegalStateException e) {
          return false; // silent-ok: what the upstream said was written in between
        }
      }
    };
  }
}
