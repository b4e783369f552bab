package dev.ironclaw.controlplane.keychain;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.keychain.FreedesktopSecrets.Collection;
import dev.ironclaw.controlplane.keychain.FreedesktopSecrets.Created;
import dev.ironclaw.controlplane.keychain.FreedesktopSecrets.Item;
import dev.ironclaw.controlplane.keychain.FreedesktopSecrets.Secret;
import dev.ironclaw.controlplane.keychain.FreedesktopSecrets.Root;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.DBusMapType;
import org.freedesktop.dbus.types.Variant;

/// The Secret Service of a Linux desktop (GNOME Keyring, KWallet, KeePassXC) over D-Bus, in its default collection. The
/// bus is a socket of this user, so the secret travels as it is: whoever may listen there may also ask for it.
final class FreedesktopKeychain implements Keychain {
  private static final DBusPath NOTHING = new DBusPath("/");
  private static final String COLLECTION = "org.freedesktop.Secret.Collection";
  private static final String ITEM = "org.freedesktop.Secret.Item";

  private final Optional<String> address;

  /// @param address of the session bus, where there is one
  FreedesktopKeychain(Optional<String> address) {
    this.address = address;
  }

  @Override
  public String name() {
    return "Secret Service";
  }

  @Override
  public Optional<String> obstacle() {
    try {
      return this.<Optional<String>>talk((_, _) -> Optional.empty());
    } catch (IronclawException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<byte[]> read(String id) {
    return talk((bus, collection) -> {
      List<DBusPath> items = items(bus, collection, id);
      if (items.isEmpty()) {
        return Optional.empty();
      }
      refuseLocked(bus, items.getFirst(), ITEM);
      return Optional.of(remote(bus, items.getFirst(), Item.class).GetSecret(session(bus)).value);
    });
  }

  @Override
  public void write(String id, byte[] secret) {
    this.<Boolean>talk((bus, collection) -> {
      Map<String, Variant<?>> properties = Map.of(ITEM + ".Label", new Variant<>("IronClaw master key " + id),
          ITEM + ".Attributes",
          new Variant<>(attributes(id), new DBusMapType(String.class, String.class)));
      Created<DBusPath, DBusPath> created = remote(bus, collection, Collection.class).CreateItem(properties,
          new Secret(session(bus), new byte[0], secret, "application/octet-stream"), true);
      if (!created.prompt.equals(NOTHING) || created.item.equals(NOTHING)) {
        throw unusable(ErrorCode.UPSTREAM_FAILED, "it wants to ask before it keeps a secret: unlock it first");
      }
      return true;
    });
  }

  @Override
  public void delete(String id) {
    this.<Boolean>talk((bus, collection) -> {
      for (DBusPath item : items(bus, collection, id)) {
        if (!remote(bus, item, Item.class).Delete().equals(NOTHING)) {
          throw unusable(ErrorCode.UPSTREAM_FAILED,
              "it wants to ask before it deletes a secret: delete '" + id + "' by hand");
        }
      }
      return true;
    });
  }

  /// What is done with the default collection while the bus is open.
  @FunctionalInterface
  private interface Talk<T> {
    T with(DBusConnection bus, DBusPath collection) throws DBusException;
  }

  private <T> T talk(Talk<T> talk) {
    // Fixed as long as this process lives.
    String bus = address.orElseThrow(() -> unusable(ErrorCode.NOT_READY,
        "there is no session bus: start the control plane in your desktop session, or set DBUS_SESSION_BUS_ADDRESS to the "
            + "address of its bus"));
    try (DBusConnection connection = DBusConnectionBuilder.forAddress(bus).withShared(false).build()) {
      DBusPath collection = connection
          .getRemoteObject(FreedesktopSecrets.BUS_NAME, FreedesktopSecrets.SERVICE_PATH, Root.class)
          .ReadAlias("default");
      if (collection.equals(NOTHING)) {
        throw unusable(ErrorCode.UPSTREAM_FAILED,
            "it has no default keyring: make one, for example by logging in to the desktop");
      }
      refuseLocked(connection, collection, COLLECTION);
      return talk.with(connection, collection);
    } catch (DBusException | DBusExecutionException | IOException e) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "use the keychain: no Secret Service answers on " + bus
          + " (" + e.getMessage() + "): start a keyring daemon, or log in to the desktop", e);
    }
  }

  private static void refuseLocked(DBusConnection bus, DBusPath object, String type) throws DBusException {
    Boolean locked = remote(bus, object, Properties.class).Get(type, "Locked");
    if (locked) {
      throw unusable(ErrorCode.UPSTREAM_FAILED, "it is locked: log in to the desktop or unlock it, then try again");
    }
  }

  private static DBusPath session(DBusConnection bus) throws DBusException {
    return bus.getRemoteObject(FreedesktopSecrets.BUS_NAME, FreedesktopSecrets.SERVICE_PATH, Root.class)
        .OpenSession("plain", new Variant<>("")).session;
  }

  private static List<DBusPath> items(DBusConnection bus, DBusPath collection, String id) throws DBusException {
    return remote(bus, collection, Collection.class).SearchItems(attributes(id));
  }

  private static <T extends org.freedesktop.dbus.interfaces.DBusInterface> T remote(DBusConnection bus, DBusPath path,
      Class<T> type) throws DBusException {
    return bus.getRemoteObject(FreedesktopSecrets.BUS_NAME, path.getPath(), type);
  }

  private static Map<String, String> attributes(String id) {
    return Map.of("application", "ironclaw", "kind", "master-key", "id", id);
  }

  private static IronclawException unusable(ErrorCode code, String why) {
    return new IronclawException(code, "use the keychain: " + why);
  }
}
