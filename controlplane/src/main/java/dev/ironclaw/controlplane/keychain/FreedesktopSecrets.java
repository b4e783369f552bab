package dev.ironclaw.controlplane.keychain;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/// The part of the Secret Service API 0.2 that is called here; names and signatures are its.
final class FreedesktopSecrets {
  static final String BUS_NAME = "org.freedesktop.secrets";
  static final String SERVICE_PATH = "/org/freedesktop/secrets";

  private FreedesktopSecrets() {}

  /// `org.freedesktop.Secret.Service`
  @DBusInterfaceName("org.freedesktop.Secret.Service")
  public interface Root extends DBusInterface {
    Opened<Variant<?>, DBusPath> OpenSession(String algorithm, Variant<?> input);

    DBusPath ReadAlias(String name);
  }

  /// `org.freedesktop.Secret.Collection`
  @DBusInterfaceName("org.freedesktop.Secret.Collection")
  public interface Collection extends DBusInterface {
    List<DBusPath> SearchItems(Map<String, String> attributes);

    Created<DBusPath, DBusPath> CreateItem(Map<String, Variant<?>> properties, Secret secret, boolean replace);
  }

  /// `org.freedesktop.Secret.Item`
  @DBusInterfaceName("org.freedesktop.Secret.Item")
  public interface Item extends DBusInterface {
    Secret GetSecret(DBusPath session);

    DBusPath Delete();
  }

  /// A secret on its way over the bus: `(oayays)`.
  public static final class Secret extends Struct {
    @Position(0)
    public final DBusPath session;
    @Position(1)
    public final byte[] parameters;
    @Position(2)
    public final byte[] value;
    @Position(3)
    public final String contentType;

    public Secret(DBusPath session, byte[] parameters, byte[] value, String contentType) {
      this.session = session;
      this.parameters = parameters;
      this.value = value;
      this.contentType = contentType;
    }
  }

  /// Answer of `OpenSession`.
  public static final class Opened<A, B> extends Tuple {
    @Position(0)
    public final A output;
    @Position(1)
    public final B session;

    public Opened(A output, B session) {
      this.output = output;
      this.session = session;
    }
  }

  /// Answer of `CreateItem`: the item, and a prompt where the keychain wants to ask.
  public static final class Created<A, B> extends Tuple {
    @Position(0)
    public final A item;
    @Position(1)
    public final B prompt;

    public Created(A item, B prompt) {
      this.item = item;
      this.prompt = prompt;
    }
  }
}
