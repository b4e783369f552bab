package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.orchestrator.ConnectDoor;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import dev.ironclaw.controlplane.tunnel.TunnelGuest;
import dev.ironclaw.controlplane.tunnel.TunnelLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The way of jobs to the hosts that the operator approved for them.
final class JobTunnel implements ConnectDoor, AutoCloseable {
  private static final String HOW = "the operator approves hosts for jobs with JOB_ALLOWED_HOSTS of the control plane";
  private final Tunnel tunnel;
  private final List<HostPattern> approved;
  private final Predicate<JobId> over;
  private final Map<JobId, TunnelGuest> guests = new HashMap<>();

  /// @param over whether a job has ended: it reaches nothing any more; `NOT_FOUND` for one that is forgotten
  JobTunnel(Tunnel tunnel, List<HostPattern> approved, Predicate<JobId> over) {
    this.tunnel = tunnel;
    this.approved = List.copyOf(approved);
    this.over = job -> isOver(over, job);
  }

  /// One that nobody knows any more keeps no other from its way.
  private static boolean isOver(Predicate<JobId> over, JobId job) {
    try {
      return over.test(job);
    } catch (IronclawException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      return true;
    }
  }

  @Override
  public void accept(JobId job, Request request, Response response, Callback callback) {
    tunnel.accept(guest(job), request, response, callback);
  }

  synchronized TunnelGuest guest(JobId job) {
    TunnelGuest known = guests.get(job);
    if (known != null) {
      return known;
    }
    guests.entrySet().removeIf(other -> {
      boolean gone = over.test(other.getKey());
      if (gone) {
        other.getValue().close();
      }
      return gone;
    });
    TunnelGuest guest = new TunnelGuest(job.value(), "job:" + job,
        () -> over.test(job) ? List.<HostPattern>of() : approved,
        HOW, TunnelLimits.DEFAULT);
    guests.put(job, guest);
    return guest;
  }

  /// Breaks off all that is open.
  void cut() {
    tunnel.cut();
  }

  @Override
  public void close() {
    tunnel.close();
  }
}
