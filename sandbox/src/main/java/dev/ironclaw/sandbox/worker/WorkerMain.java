package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandApi;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.sandbox.boxclient.HostSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// Starts the program of a job's container. Exit codes: 0 the end was reported or the host has ended the job, 64 wrong
/// options, 70 failed, 75 the host is gone.
public final class WorkerMain {
  private static final int WRONG_OPTIONS = 64;
  private static final int FAILED = 70;
  private static final int HOST_GONE = 75;
  private static final Duration TO_KILL = Duration.ofSeconds(3);
  private static final int READERS = 4;
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private WorkerMain() {}

  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> end(FAILED, thread.getName() + ": " + fault));
    WorkerOptions options = options(List.of(arguments));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Children.endAll(GRACE), "end"));
    try {
      run(options, System.getenv());
      end(0, "the end was reported");
    } catch (IronclawException over) {
      boolean ended = over.code() == ErrorCode.UNAUTHENTICATED;
      end(ended ? 0 : HOST_GONE, String.valueOf(over.getMessage()));
    } catch (IOException broken) {
      end(FAILED, "start: " + broken);
    }
  }

  private static WorkerOptions options(List<String> arguments) {
    try {
      return WorkerOptions.parse(arguments);
    } catch (IronclawException wrong) {
      end(WRONG_OPTIONS, String.valueOf(wrong.getMessage()));
      throw wrong;
    }
  }

  private static void run(WorkerOptions options, Map<String, String> environment) throws IOException {
    if (options.mode().equals(CommandApi.MODE)) {
      commands(options, environment);
      return;
    }
    JobMode mode = JobMode.of(options.mode()).orElseThrow(() -> new IronclawException(ErrorCode.CONFIGURATION,
        "start the job's program: there is no mode " + options.mode()));
    SecureRandom random = new SecureRandom();
    OrchestratorClient host = new OrchestratorClient(options.socket(), options.job(),
        Files.readString(options.token()).strip(), PATIENCE, WorkerMain::pause);
    JobEvents events = new JobEvents(host::event, Long.toUnsignedString(random.nextLong(), 36));
    Files.createDirectories(options.home());
    try (Forwarder forwarder = Forwarder.plain(options.port(), options.socket());
        Forwarder _ = Forwarder.proxy(options.proxyPort(), options.socket());
        ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      Children children = new Children(random::nextLong);
      WorkClock clock = new WorkClock(System::nanoTime).watched();
      new JobRun(host, events).run(switch (mode) {
        case WORKER -> new WorkerMode(host, events, options, environment, children, readers, WorkerMain::pause,
            clock);
        case CLAUDE_CODE -> new ClaudeMode(host, events, options, environment, children, forwarder.port(), clock);
      });
    }
  }

  private static void commands(WorkerOptions options, Map<String, String> environment) throws IOException {
    Files.createDirectories(options.home());
    SecureRandom random = new SecureRandom();
    try (Forwarder _ = Forwarder.proxy(options.proxyPort(), options.socket());
        HostSocket host = new HostSocket(options.socket(), "", CommandApi.MAX_COMMAND_BYTES)) {
      new CommandMode(host, new Children(random::nextLong), options.workspace(),
          new ChildEnvironment(environment, List.of(), options.home()).plain(), () -> Children.killOthers(TO_KILL),
          WorkerMain::pause, PATIENCE).run();
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }

  private static void end(int code, String words) {
    System.err.println("job: " + words);
    System.exit(code);
  }
}
