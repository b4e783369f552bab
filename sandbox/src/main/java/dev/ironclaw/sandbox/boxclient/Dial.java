package dev.ironclaw.sandbox.boxclient;

import java.io.IOException;

/// How a connection to the host is made.
interface Dial {
  Wire open() throws IOException;
}
