package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.crossing.SocketFile;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.crossing.SocketServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Serves `/worker/{id}/…` on one unix socket for each job, which lies beside the job's token in a folder of its own.
///
/// Threading: any platform thread.
public final class Orchestrator implements AutoCloseable {
  /// Most threads that wait for the disk at a time; several times what one job may hold.
  private static final int THREADS = 64;
  private static final String TOKEN = "token";
  private static final String ALL_FOLDERS = "*-*-*-*-*";

  private final OrchestratorParts parts;
  private final OrchestratorLimits limits;
  private final SocketModes modes;
  private final SocketServer server;
  private final Map<JobId, JobCrossing> jobs = new ConcurrentHashMap<>();
  private final Map<Path, JobCrossing> bySocket = new ConcurrentHashMap<>();
  private final Map<SessionId, JobCrossing> bySession = new ConcurrentHashMap<>();

  /// Starts the connector; no job has a socket yet.
  ///
  /// @param runFolder 0700; holds one folder for each job. Short: a unix socket's path has at most 107 bytes
  /// @param modes [SocketModes#SAME_UID] where jobs run as the control plane's own user
  public Orchestrator(Path runFolder, SocketModes modes, OrchestratorLimits limits, OrchestratorParts parts) {
    this.parts = parts;
    this.limits = limits;
    this.modes = modes;
    JobHandler handler = new JobHandler(parts, limits, socket -> Optional.ofNullable(bySocket.get(socket)),
        job -> Optional.ofNullable(jobs.get(job)));
    server = new SocketServer(runFolder, modes,
        new SocketServer.Settings("orchestrator", THREADS, limits.request()), handler, handler.errors());
  }

  /// Makes the job's folder with its token in it, and listens there.
  ///
  /// @return the folder, to be bound at `/run/ironclaw`, read-only
  /// @throws IronclawException `CONFLICT` where it is open
  public Path open(JobId job, JobToken token) {
    JobCrossing crossing = listen(job, token.hash());
    try {
      write(crossing.file().folder().resolve(TOKEN), token);
    } catch (IOException e) {
      close(job);
      throw new IronclawException(ErrorCode.CONFIGURATION, "write the token of job " + job + " below "
          + crossing.file().folder().getParent() + ": the folder must be writable", e);
    }
    return crossing.file().folder();
  }

  /// After a restart of the control plane: listens again in the same folder, where the token still lies.
  ///
  /// @param tokenHash as [JobToken#hash] said it
  /// @throws IronclawException `CONFLICT` where it is open
  public Path reopen(JobId job, String tokenHash) {
    return listen(job, tokenHash).file().folder();
  }

  private JobCrossing listen(JobId job, String tokenHash) {
    SocketFile file = server.file(job.value());
    JobCrossing crossing = new JobCrossing(job, tokenHash, file, limits, parts.refusals(), parts.clock());
    if (jobs.putIfAbsent(job, crossing) != null) {
      throw new IronclawException(ErrorCode.CONFLICT, "open the socket of job " + job + ": it is open");
    }
    bySocket.put(file.socket(), crossing);
    bySession.put(crossing.session(), crossing);
    try {
      crossing.listens(server.listen(file, limits.connections()));
    } catch (IronclawException e) {
      forget(crossing);
      throw e;
    }
    return crossing;
  }

  /// Readable for whoever is in the container, which nobody else can enter the folder of.
  private void write(Path file, JobToken token) throws IOException {
    Files.deleteIfExists(file);
    Files.writeString(file, token.value(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.setPosixFilePermissions(file,
        PosixFilePermissions.fromString(modes.equals(SocketModes.SAME_UID) ? "r--------" : "r--r--r--"));
  }

  /// From now on the job's token is worth nothing: every request but the one for health is answered 401.
  public void revoke(JobId job) {
    Optional.ofNullable(jobs.get(job)).ifPresent(JobCrossing::revoke);
  }

  /// Nobody listens there any more, and the folder is gone. Does nothing for a job that has none.
  public void close(JobId job) {
    Optional.ofNullable(jobs.get(job)).ifPresent(crossing -> {
      crossing.revoke();
      forget(crossing);
      crossing.suspend();
      crossing.file().deleteAll();
    });
  }

  private void forget(JobCrossing crossing) {
    jobs.remove(crossing.job(), crossing);
    bySocket.remove(crossing.file().socket(), crossing);
    bySession.remove(crossing.session(), crossing);
  }

  /// Removes the folders that an earlier control plane left and that nobody listens in now.
  public void sweep() {
    server.sweep(ALL_FOLDERS);
  }

  /// A model call came to this; it counts where the conversation is a job's.
  public void spent(SessionId session, long tokens) {
    Optional.ofNullable(bySession.get(session)).ifPresent(crossing -> crossing.spent(tokens));
  }

  /// The name that a job's model calls are counted under.
  public static SessionId session(JobId job) {
    return JobCrossing.session(job);
  }

  /// Besides, serves all jobs on a port of this machine's loopback, for programs outside of containers; the token alone says
  /// who asks there. Never on another address.
  ///
  /// @param port 0 for any
  /// @return the port
  public int listenOnLoopback(int port) {
    return server.listenOnLoopback(port);
  }

  /// Stops listening. The folders stay: they are mounted into containers that outlive the control plane, and [#reopen]
  /// listens there again.
  @Override
  public void close() {
    try {
      Collection<JobCrossing> open = List.copyOf(jobs.values());
      open.forEach(this::forget);
      open.forEach(JobCrossing::suspend);
    } finally {
      server.close();
    }
  }
}
