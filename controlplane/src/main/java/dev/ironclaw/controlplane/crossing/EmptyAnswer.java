package dev.ironclaw.controlplane.crossing;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// An answer without a body.
public final class EmptyAnswer {
  private EmptyAnswer() {}

  /// Gives it, from any thread. It is written, though there is nothing to write: where a response is only completed, Jetty
  /// (12.1) sends its head itself, and when another thread than the handler's does so, it may note the end of that in the
  /// next exchange of the connection, whose answer is then refused as "last already written".
  public static void give(Response response, int status, Callback callback) {
    response.setStatus(status);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }
}
