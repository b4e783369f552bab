package dev.ironclaw.controlplane.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;

/// One connection for each call. The library keeps them, but can't ask one over a unix socket whether it still lives: after an
/// engine was started again, as many calls failed as connections had been kept. To make one costs tens of microseconds.
record UnkeptConnections(DockerHttpClient client) implements DockerHttpClient {
  @Override
  public Response execute(Request request) {
    // One that becomes a stream says so in the same header, and is never kept.
    return client.execute(request.hijackedInput() != null
        ? request
        : Request.builder().from(request).putHeader("Connection", "close").build());
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
