package dev.ironclaw.desktop.bus;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.exceptions.InvalidBusAddressException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to a bus.
///
/// Threading: [#run], [#export], [#send] and [#close] from any thread; all else, and every callback, on the bus's own
/// thread.
public final class Bus implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final String DAEMON = "org.freedesktop.DBus";
  private static final int PATIENCE_SECONDS = 3;
  /// The bus is a socket of this machine; the library tries again until this is over.
  private static final int CONNECT_MILLIS = 1_000;

  private final DBusConnection connection;
  private final ExecutorService thread = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("bus").factory());
  private final Map<String, Consumer<Optional<String>>> watched = new HashMap<>();

  private Bus(DBusConnection connection) throws DBusException {
    this.connection = connection;
    connection.addSigHandler(DBus.NameOwnerChanged.class, this::ownerChanged);
  }

  /// Connects to a bus.
  ///
  /// @param address as D-Bus writes it, for example `unix:path=/run/user/1000/bus`
  /// @throws IronclawException `CONFIGURATION` where nobody answers there
  public static Bus open(String address) {
    Lost lost = new Lost();
    try {
      Bus bus = new Bus(DBusConnectionBuilder.forAddress(address).withShared(false).withDisconnectCallback(lost)
          .transportConfig().withTimeout(CONNECT_MILLIS).back().build());
      lost.tell(bus);
      return bus;
    } catch (DBusException | DBusExecutionException | InvalidBusAddressException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "open the bus " + address + ": nobody answers there ("
          + e.getMessage() + "): log in to a desktop, or set DBUS_SESSION_BUS_ADDRESS to the socket of its bus", e);
    }
  }

  /// What is to be done on the bus's thread, in order. Nothing after [#close].
  public void run(Runnable work) {
    try {
      thread.execute(() -> logged(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("the bus is closed", e);
    }
  }

  private static void logged(Runnable work) {
    try {
      work.run();
    } catch (IronclawException | DBusExecutionException e) {
      LOG.warn("on the bus: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("on the bus", e);
    }
  }

  /// Tells who holds a name, now and whenever it changes: the program's unique name, or nobody.
  public void watch(String name, Consumer<Optional<String>> told) {
    watched.put(name, told);
    told.accept(owner(name));
  }

  private void ownerChanged(DBus.NameOwnerChanged changed) {
    if (DAEMON.equals(changed.getSource())) {
      run(() -> {
        Consumer<Optional<String>> told = watched.get(changed.name);
        if (told != null) {
          told.accept(Optional.of(changed.newOwner).filter(owner -> !owner.isEmpty()));
        }
      });
    }
  }

  private void lost() {
    run(() -> watched.values().forEach(told -> told.accept(Optional.empty())));
  }

  /// The unique name of the program that holds that name.
  public Optional<String> owner(String name) {
    try {
      return call("ask who is " + name, () -> daemon().NameHasOwner(name)
          ? Optional.of(daemon().GetNameOwner(name))
          : Optional.empty());
    } catch (IronclawException e) {
      // It went between the two questions.
      LOG.debug("{}", e.getMessage());
      return Optional.empty();
    }
  }

  /// Starts the program that is installed for a name, where one is.
  public Optional<String> start(String name) {
    try {
      call("start " + name, () -> daemon().StartServiceByName(name, new UInt32(0)));
    } catch (IronclawException e) {
      LOG.debug("{}", e.getMessage());
    }
    return owner(name);
  }

  private DBus daemon() throws DBusException {
    return connection.getRemoteObject(DAEMON, "/org/freedesktop/DBus", DBus.class);
  }

  /// An object of that program.
  ///
  /// @param owner unique name, so that no other program can slip in between
  public <T extends DBusInterface> T remote(String owner, String path, Class<T> type) {
    return call("look at " + path, () -> connection.getRemoteObject(owner, path, type));
  }

  /// Every signal of a kind, whoever sent it: its source is unique and can't be forged, all else can.
  public <T extends DBusSignal> void listen(Class<T> kind, Consumer<T> told) {
    call("listen to " + kind.getSimpleName(),
        () -> connection.addSigHandler(kind, signal -> run(() -> told.accept(signal))));
  }

  public void export(String path, DBusInterface object) {
    call("export " + path, () -> {
      connection.exportObject(path, object);
      return path;
    });
  }

  public void unexport(String path) {
    connection.unExportObject(path);
  }

  public void send(DBusSignal signal) {
    connection.sendMessage(signal);
  }

  /// The name that this connection has for others.
  public String name() {
    return connection.getUniqueName();
  }

  /// What may fail as the bus and the programs on it please.
  @FunctionalInterface
  public interface Call<T> {
    T now() throws DBusException;
  }

  /// Makes a call, with what may go wrong in one exception.
  ///
  /// @param what for the message
  /// @throws IronclawException `UPSTREAM_FAILED` where the other side refused or was silent
  public static <T> T call(String what, Call<T> call) {
    try {
      return call.now();
    } catch (DBusException | DBusExecutionException | ClassCastException e) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, what + " on the bus: " + e.getMessage(), e);
    }
  }

  /// After what was to be done is done.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
      connection.close();
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("close the bus", e);
    }
  }

  /// The connection may end before there is a bus to tell.
  private static final class Lost implements IDisconnectCallback {
    private final java.util.concurrent.CompletableFuture<Bus> bus = new java.util.concurrent.CompletableFuture<>();

    void tell(Bus told) {
      bus.complete(told);
    }

    @Override
    public void disconnectOnError(IOException why) {
      LOG.info("the session bus is gone: {}", why.getMessage());
      var _ = bus.thenAccept(Bus::lost);
    }

    @Override
    public void clientDisconnect() {
      var _ = bus.thenAccept(Bus::lost);
    }
  }
}
