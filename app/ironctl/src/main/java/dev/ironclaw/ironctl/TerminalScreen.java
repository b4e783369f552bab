package dev.ironclaw.ironctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// The real one. It is put back also where the process is told to end (SIGTERM, SIGINT, SIGHUP).
final class TerminalScreen implements Tty {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?2004h";
  private static final String LEAVE = "\u001b[?2004l\u001b[?25h\u001b[?1049l";

  private final Terminal terminal;
  private final Attributes before;
  private final KeyReader keys;
  private final boolean colour;
  private volatile Size size;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread atExit = new Thread(this::restore, "terminal-restore");

  private TerminalScreen(Terminal terminal, boolean colour) {
    this.terminal = terminal;
    this.colour = colour;
    this.size = terminal.getSize();
    this.keys = new KeyReader(millis -> terminal.reader().read(millis));
    Runtime.getRuntime().addShutdownHook(atExit);
    this.before = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    // Ctrl-C is a key of ours; Ctrl-Z and Ctrl-\ are none, and would leave the screen as it is.
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
    write(ENTER);
  }

  /// Takes the terminal that the process was started in.
  static TerminalScreen open(boolean colour) {
    try {
      // By stty where there is one: the other way, tested with 3.30.6, puts a line's speed back as 0.
      Terminal terminal = TerminalBuilder.builder().name("ironctl").system(true).dumb(false).providers("exec,ffm")
          .nativeSignals(true).signalHandler(Terminal.SignalHandler.SIG_DFL).build();
      return new TerminalScreen(terminal, colour);
    } catch (IOException | IllegalStateException e) {
      throw new CommandFailure(ExitCode.FAILED, "this terminal can't be used (" + e.getMessage()
          + "); see ironctl change pending, or ironctl approvals --watch");
    }
  }

  @Override
  public int columns() {
    return Math.max(20, size.getColumns());
  }

  @Override
  public int rows() {
    return Math.max(8, size.getRows());
  }

  @Override
  public void draw(List<Styled> lines) {
    StringBuilder frame = new StringBuilder("\u001b[H");
    for (int i = 0; i < lines.size(); i++) {
      frame.append(i == 0 ? "" : "\r\n").append(colour ? lines.get(i).painted() : lines.get(i).plain())
          .append("\u001b[K");
    }
    write(frame.append("\u001b[J").toString());
  }

  @Override
  public Optional<Key> key() {
    try {
      return keys.next();
    } catch (IOException _) {
      // Closed, or the terminal is gone: there is nobody any more.
      return Optional.empty();
    }
  }

  @Override
  public void onResize(Runnable resized) {
    terminal.handle(Terminal.Signal.WINCH, _ -> {
      size = terminal.getSize();
      resized.run();
    });
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // silent-ok: the process is ending already, and the hook finds nothing left to do.
    }
    try {
      terminal.close();
    } catch (IOException _) {
      // silent-ok: it is restored.
    }
  }

  private void restore() {
    if (closed.compareAndSet(false, true)) {
      write(LEAVE);
      terminal.setAttributes(before);
    }
  }

  private void write(String text) {
    PrintWriter out = terminal.writer();
    out.write(text);
    out.flush();
  }
}
