package dev.ironclaw.sandbox.boxclient;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that takes its connection with it when closed.
final class OwnedBody extends FilterInputStream {
  private final HostConnection.End end;

  OwnedBody(InputStream body, HostConnection.End end) {
    super(body);
    this.end = end;
  }

  @Override
  public void close() throws IOException {
    end.close();
  }
}
