package dev.ironclaw.system;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/// A person's desktop on a screen of its own: an X server, a window manager, a panel with a tray, a notification daemon, a
/// session bus. Everything in it ends with the test, also where that is killed: each process ends with its input.
public final class DesktopSession implements AutoCloseable {
  private static final int SECONDS = 60;

  private final Path home;
  private final Process screen;
  private final String display;
  private final Process session;
  private final String bus;

  private DesktopSession(Path home, Process screen, String display, Process session, String bus) {
    this.home = home;
    this.screen = screen;
    this.display = display;
    this.session = session;
    this.bus = bus;
  }

  /// Starts one and waits until tray and notifications answer.
  ///
  /// @param folder empty, becomes the person's home
  public static DesktopSession start(Path folder) {
    try {
      Path home = Files.createDirectories(folder);
      Files.createDirectory(folder.resolve("run"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Process screen = new ProcessBuilder("sh", "-c",
          "Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp & cat >/dev/null; kill $!")
          .redirectError(home.resolve("screen.log").toFile()).start();
      String display = ":" + screen.inputReader(StandardCharsets.UTF_8).readLine();
      ProcessBuilder builder = new ProcessBuilder("dbus-run-session", "--", "sh", "-c", """
          echo "$DBUS_SESSION_BUS_ADDRESS"
          exec >&2
          openbox & xfce4-panel --disable-wm-check & %s &
          cat >/dev/null
          kill $(jobs -p)
          """.formatted(notificationDaemon())).redirectError(home.resolve("session.log").toFile());
      builder.environment().clear();
      builder.environment().putAll(environment(home, display));
      builder.environment().put("XFCE_PANEL_MIGRATE_DEFAULT", "1");
      Process session = builder.start();
      String bus = String.valueOf(session.inputReader(StandardCharsets.UTF_8).readLine());
      DesktopSession started = new DesktopSession(home, screen, display, session, bus);
      started.awaitNames("org.kde.StatusNotifierWatcher", "org.freedesktop.Notifications");
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Not on the path, and its folder is that of the machine's architecture.
  private static Path notificationDaemon() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders.map(folder -> folder.resolve("xfce4/notifyd/xfce4-notifyd")).filter(Files::isExecutable)
          .findFirst().orElseThrow(() -> new IllegalStateException("install xfce4-notifyd"));
    }
  }

  private void awaitNames(String... names) {
    onTheBus(connection -> {
      DBus daemon = connection.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
      for (String name : names) {
        await(name + " on the session bus", () -> daemon.NameHasOwner(name));
      }
    });
  }

  /// Waits until the panel has taken an icon.
  public void awaitTrayIcon() {
    onTheBus(connection -> {
      Properties watcher = connection.getRemoteObject("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher",
          Properties.class);
      await("an icon in the panel", () -> {
        Variant<?> icons = watcher.GetAll("org.kde.StatusNotifierWatcher").get("RegisteredStatusNotifierItems");
        return icons != null && icons.getValue() instanceof List<?> items && !items.isEmpty();
      });
    });
  }

  private interface BusWork {
    void with(DBusConnection connection) throws DBusException;
  }

  private void onTheBus(BusWork work) {
    try (DBusConnection connection = DBusConnectionBuilder.forAddress(bus).withShared(false).build()) {
      work.with(connection);
    } catch (DBusException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a program of this desktop sees.
  public Map<String, String> environment() {
    Map<String, String> all = new java.util.HashMap<>(environment(home, display));
    all.put("DBUS_SESSION_BUS_ADDRESS", bus);
    return all;
  }

  private static Map<String, String> environment(Path home, String display) {
    return Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "DISPLAY", display, "HOME",
        home.toString(), "XDG_RUNTIME_DIR", home.resolve("run").toString(), "LANG", "C.UTF-8");
  }

  /// Waits for a window that can be seen.
  ///
  /// @param pattern of its title or its program's class
  public Window window(String pattern) {
    await("a window " + pattern, () -> !windows(pattern).isEmpty());
    return new Window(windows(pattern).getFirst());
  }

  public boolean shows(String pattern) {
    return !windows(pattern).isEmpty();
  }

  private List<String> windows(String pattern) {
    return xdotool("search", "--onlyvisible", "--name", "--class", pattern).lines().toList();
  }

  /// Types on the keyboard.
  public void type(String text) {
    xdotool("type", "--delay", "20", text);
  }

  /// Presses a key, by its X name.
  public void press(String key) {
    xdotool("key", key);
  }

  /// Closes a window from the keyboard, which one that just came up may not have yet.
  public void pressAway(String pattern) {
    await("the window " + pattern + " is hidden", () -> {
      press("alt+F4");
      return !shows(pattern);
    });
  }

  /// Takes a picture of the whole screen.
  public void picture(Path file) {
    run(List.of("import", "-window", "root", file.toString()));
  }

  /// One window.
  public final class Window {
    private final String id;

    private Window(String id) {
      this.id = id;
    }

    /// Clicks so far from its right and lower edge.
    public void click(int fromRight, int fromBottom) {
      point(fromRight, fromBottom);
      xdotool("click", "1");
    }

    /// Turns the wheel there.
    public void scrollDown(int fromRight, int fromBottom) {
      point(fromRight, fromBottom);
      xdotool("click", "--repeat", "60", "--delay", "5", "5");
    }

    private void point(int fromRight, int fromBottom) {
      Map<String, Integer> size = new java.util.HashMap<>();
      xdotool("getwindowgeometry", "--shell", id).lines().filter(line -> line.matches("(WIDTH|HEIGHT)=\\d+"))
          .forEach(line -> size.put(line.replaceAll("=.*", ""), Integer.valueOf(line.replaceAll(".*=", ""))));
      xdotool("mousemove", "--window", id, String.valueOf(size.getOrDefault("WIDTH", 0) - fromRight),
          String.valueOf(size.getOrDefault("HEIGHT", 0) - fromBottom));
    }

    /// The colour there, as it is drawn now.
    public Color color(int fromRight, int fromBottom) {
      try {
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(output(List.of("import", "-window", id, "png:-"))));
        return new Color(drawn.getRGB(drawn.getWidth() - fromRight, drawn.getHeight() - fromBottom));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String xdotool(String... words) {
    List<String> command = new ArrayList<>(List.of("xdotool"));
    command.addAll(List.of(words));
    return run(command);
  }

  private String run(List<String> command) {
    return new String(output(command), StandardCharsets.UTF_8);
  }

  private byte[] output(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(environment());
      Process process = builder.start();
      byte[] said = process.getInputStream().readAllBytes();
      process.waitFor();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Something that may fail while it is not so yet.
  public interface Condition {
    boolean holds();
  }

  /// Waits until it is so, a minute at most. Other programs' windows tell nobody when they come or go.
  public static void await(String what, Condition condition) {
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS); !condition.holds();) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not so after " + SECONDS + " s: " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50); // sleep-ok: between two looks at the screen
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    for (Process process : List.of(session, screen)) {
      try {
        process.getOutputStream().close();
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroyForcibly();
      }
    }
    endWhatTheBusStarted();
  }

  /// The bus starts services of its own, which still write their settings when it is gone: the home could not be deleted.
  private void endWhatTheBusStarted() {
    for (List<ProcessHandle> left = left(); !left.isEmpty(); left = left()) {
      left.forEach(process -> {
        process.destroyForcibly();
        process.onExit().join();
      });
    }
  }

  private List<ProcessHandle> left() {
    String mark = "XDG_RUNTIME_DIR=" + home.resolve("run");
    return ProcessHandle.allProcesses().filter(process -> environmentOf(process).contains(mark)).toList();
  }

  private static List<String> environmentOf(ProcessHandle process) {
    try {
      byte[] all = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "environ"));
      return List.of(new String(all, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      return List.of(); // ended by now, or somebody else's
    }
  }
}
