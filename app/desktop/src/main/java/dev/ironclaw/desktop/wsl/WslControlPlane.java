package dev.ironclaw.desktop.wsl;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A control plane that this app started in a distribution. It holds its standard input: once that ends, by whatever end
/// this app comes to, it ends too.
public final class WslControlPlane implements AutoCloseable {
  private static final String READY = " is ready: ";
  /// Nothing else is talked to: on this machine, and encrypted, so that whoever else has the port gets no token.
  private static final Pattern ADDRESS = Pattern.compile("https://127\\.0\\.0\\.1:\\d{1,5}");
  private static final Pattern ACCESS = Pattern.compile("token (\\S{8,512})\\nfingerprint ([0-9a-f]{64})\\n?");
  private static final int MOST_LINE = 4_000;
  private static final int ENDS_SECONDS = 20;

  private final Process process;
  private final Way way;

  /// How it is reached and known.
  ///
  /// @param address of this machine, with TLS
  /// @param fingerprint of the one certificate that it may show
  public record Way(String address, String fingerprint, String token) {
    /// The token stays out of every text.
    @Override
    public String toString() {
      return address + " " + fingerprint;
    }
  }

  private WslControlPlane(Process process, Way way) {
    this.process = process;
    this.way = way;
  }

  /// Starts it, and waits until it says that it is ready.
  ///
  /// @param flags more of its flags
  /// @throws IronclawException with its own words where it did not start; `UPSTREAM_FAILED` where it may later
  public static WslControlPlane start(WslProgram program, String distribution, List<String> flags, Duration patience) {
    List<String> words = new ArrayList<>(List.of("--distribution", distribution, "--exec", WslSurvey.LAUNCHER,
        "--api-addr", "127.0.0.1:0", "--tls", "generated", "--end-with-input"));
    words.addAll(flags);
    Process process;
    try {
      process = program.start(words);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "start wsl.exe: " + e.getMessage(), e);
    }
    try {
      String address = ready(process, patience);
      return new WslControlPlane(process, way(program, distribution, address, patience));
    } catch (RuntimeException e) {
      end(process);
      throw e;
    }
  }

  private static String ready(Process process, Duration patience) {
    CompletableFuture<String> address = new CompletableFuture<>();
    AtomicReference<String> last = new AtomicReference<>("");
    CompletableFuture<Boolean> said = new CompletableFuture<>();
    follow(process, process.errorReader(StandardCharsets.UTF_8), line -> last.updateAndGet(words -> words + line),
        () -> said.complete(true));
    follow(process, process.inputReader(StandardCharsets.UTF_8), line -> {
      int ready = line.indexOf(READY);
      if (ready >= 0) {
        address.complete(line.substring(ready + READY.length()).strip());
      }
    }, () -> {
      process.onExit().join();
      // Why it ended is in the other stream; who inherited that may keep it open.
      said.completeOnTimeout(true, 2, TimeUnit.SECONDS).join();
      address.complete("");
    });
    try {
      String found = address.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!ADDRESS.matcher(found).matches()) {
        throw new IronclawException(ErrorCode.CONFIGURATION, found.isEmpty()
            ? "start the control plane in WSL: " + VisibleText.line(last.get().strip())
            : "start the control plane in WSL: it listens at " + VisibleText.brief(found) + ", and only this machine "
                + "with TLS will do");
      }
      return found;
    } catch (TimeoutException e) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "the control plane in WSL is not ready after "
          + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.CONFIGURATION, "start the control plane in WSL: interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes it with a failure", e);
    }
  }

  /// Reads to the end, so that it never waits for a reader.
  private static void follow(Process process, BufferedReader stream, Consumer<String> heard, Runnable ended) {
    Thread.ofPlatform().daemon().name("wsl-" + process.pid()).start(() -> {
      try (stream) {
        int kept = 0;
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
          if (kept < MOST_LINE) {
            String part = line.substring(0, Math.min(line.length(), MOST_LINE - kept)) + " ";
            kept += part.length();
            heard.accept(part.replace("\0", ""));
          }
        }
      } catch (IOException _) {
        // silent-ok: it was ended; whoever waits for it is told by that.
      } finally {
        ended.run();
      }
    });
  }

  /// Over a pipe of the same kind, on which no other user of this machine looks.
  private static Way way(WslProgram program, String distribution, String address, Duration patience) {
    WslOutcome outcome = program.run(WslStep.of("--distribution", distribution, "--exec", WslSurvey.LAUNCHER, "access"),
        patience);
    if (outcome instanceof WslOutcome.Ended ended && ended.isGood()) {
      Matcher said = ACCESS.matcher(ended.output());
      if (said.matches()) {
        return new Way(address, said.group(2), said.group(1));
      }
    }
    throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "the control plane in WSL does not say how it is reached"
        + (outcome instanceof WslOutcome.Ended ended && !ended.isGood()
            ? ": " + VisibleText.line(ended.words().replace('\n', ' '))
            : ""));
  }

  /// How it is reached and known.
  public Way way() {
    return way;
  }

  /// Waits a while, or until it has ended.
  ///
  /// @return true where it has
  public boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Its boxes end with it; one that does not end is ended.
  @Override
  public void close() {
    end(process);
  }

  private static void end(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // silent-ok: it has ended already.
    }
    try {
      if (!process.waitFor(ENDS_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
