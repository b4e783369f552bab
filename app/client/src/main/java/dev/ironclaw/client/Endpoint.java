package dev.ironclaw.client;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;

/// Where a control plane is reached.
public sealed interface Endpoint {
  /// For people, in errors.
  String shown();

  /// What paths are appended to.
  URI base();

  /// HTTP over TCP.
  record Tcp(URI base) implements Endpoint {
    /// Reads `http://host:port`, or `host:port` alone.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Tcp parse(String text) {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      boolean plain = uri.getHost() != null && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
          && uri.getQuery() == null && uri.getFragment() == null && uri.getUserInfo() == null;
      if (!plain || !(uri.getScheme().equals("http") || uri.getScheme().equals("https"))) {
        throw new IllegalArgumentException("'" + text + "' is not an address such as http://127.0.0.1:8787");
      }
      return new Tcp(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()));
    }

    /// Reports whether TLS is spoken there.
    public boolean isEncrypted() {
      return "https".equals(base.getScheme());
    }

    /// Reports whether it is an address of this machine alone: `localhost`, or written as one.
    public boolean isLoopback() {
      String host = base.getHost().replaceAll("^\\[|]$", "");
      try {
        return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
      } catch (IllegalArgumentException _) {
        // silent-ok: a name, which any name server could answer for.
        return false;
      }
    }

    @Override
    public String shown() {
      return base.toString();
    }
  }

  /// The unix socket in the state folder, which only its owner can open.
  record Socket(Path path) implements Endpoint {
    @Override
    public String shown() {
      return path.toString();
    }

    @Override
    public URI base() {
      return URI.create("http://localhost");
    }
  }
}
