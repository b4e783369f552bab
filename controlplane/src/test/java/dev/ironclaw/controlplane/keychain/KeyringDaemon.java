package dev.ironclaw.controlplane.keychain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// A session bus and a gnome-keyring-daemon in a home of their own. Both end with the input of the bus.
public final class KeyringDaemon implements AutoCloseable {
  private final Process bus;
  private final String address;

  private KeyringDaemon(Process bus, String address) {
    this.bus = bus;
    this.address = address;
  }

  /// A Secret Service that is unlocked, on a bus of its own.
  ///
  /// @param home where its keyrings lie
  public static KeyringDaemon unlocked(Path home) throws IOException {
    // Reads to the end of its input, so that whatever happens to this test the bus and the daemon end with it.
    ProcessBuilder builder = new ProcessBuilder("dbus-run-session", "--", "sh", "-c",
        "printf test | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null & "
            + "until gdbus_ready=$(dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
            + "org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets 2>/dev/null); do :; done; "
            + "echo $DBUS_SESSION_BUS_ADDRESS; cat; kill %1");
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.toString());
    Process bus = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var out = new BufferedReader(new InputStreamReader(bus.getInputStream(), StandardCharsets.UTF_8));
    return new KeyringDaemon(bus, String.valueOf(out.readLine()));
  }

  public Keychain keychain() {
    return new FreedesktopKeychain(Optional.of(address));
  }

  public String address() {
    return address;
  }

  @DBusInterfaceName("org.freedesktop.Secret.Service")
  public interface Locking extends DBusInterface {
    Locked<List<DBusPath>, DBusPath> Lock(List<DBusPath> objects);
  }

  /// Answer of `Lock`.
  public static final class Locked<A, B> extends Tuple {
    @Position(0)
    public final A objects;
    @Position(1)
    public final B prompt;

    public Locked(A objects, B prompt) {
      this.objects = objects;
      this.prompt = prompt;
    }
  }

  void lock() throws IOException {
    try (DBusConnection connection = DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
      connection.getRemoteObject(FreedesktopSecrets.BUS_NAME, FreedesktopSecrets.SERVICE_PATH, Locking.class)
          .Lock(List.of(new DBusPath("/org/freedesktop/secrets/aliases/default")));
    } catch (DBusException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    try {
      bus.getOutputStream().close();
      bus.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bus.destroy();
    }
  }
}
