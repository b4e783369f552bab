package dev.ironclaw.desktop.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;

/// A real dbus-daemon on a socket of its own that starts nothing by itself. It ends with its input, so whatever happens to
/// the test.
public final class SessionBus implements AutoCloseable {
  private final Process daemon;
  private final String address;

  private SessionBus(Process daemon, String address) {
    this.daemon = daemon;
    this.address = address;
  }

  /// Starts one.
  ///
  /// @param folder for its socket and its configuration
  public static SessionBus start(Path folder) {
    try {
      Path config = Files.writeString(folder.resolve("bus.conf"), """
          <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
           "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
          <busconfig>
            <type>session</type>
            <listen>unix:path=%s</listen>
            <auth>EXTERNAL</auth>
            <policy context="default"><allow send_destination="*"/><allow eavesdrop="false"/><allow own="*"/></policy>
          </busconfig>
          """.formatted(folder.resolve("bus")));
      Process daemon = new ProcessBuilder("sh", "-c",
          "dbus-daemon --config-file=" + config + " --nofork --print-address=1 & cat >/dev/null; kill $!")
          .redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var out = new BufferedReader(new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8));
      return new SessionBus(daemon, String.valueOf(out.readLine()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return address;
  }

  /// Another program on it.
  public DBusConnection connect() {
    try {
      return DBusConnectionBuilder.forAddress(address).withShared(false).build();
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      daemon.getOutputStream().close();
      daemon.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      daemon.destroy();
    }
  }
}
