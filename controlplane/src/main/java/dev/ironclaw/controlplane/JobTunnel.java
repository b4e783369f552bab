package dev.ironclaw.controlplane;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.job.Job;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.orchestrator.ConnectDoor;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import dev.ironclaw.controlplane.tunnel.TunnelGuest;
import dev.ironclaw.controlplane.tunnel.TunnelLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The way of jobs to the hosts that the operator approved for all of them, and to those that each was created with.
final class JobTunnel implements ConnectDoor {
  private static final String HOW = "whoever creates a job names its hosts (ironctl job create --allow-host), and the "
      + "operator those of all jobs with JOB_ALLOWED_HOSTS of the control plane";
  private final Tunnel tunnel;
  private final List<HostPattern> approved;
  private final Function<JobId, Optional<Job>> jobs;
  private final Map<JobId, TunnelGuest> guests = new HashMap<>();

  /// @param approved for all jobs
  /// @param jobs those that are not over
  JobTunnel(Tunnel tunnel, List<HostPattern> approved, Function<JobId, Optional<Job>> jobs) {
    this.tunnel = tunnel;
    this.approved = List.copyOf(approved);
    this.jobs = jobs;
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
      boolean gone = jobs.apply(other.getKey()).isEmpty();
      if (gone) {
        other.getValue().close();
      }
      return gone;
    });
    TunnelGuest guest = new TunnelGuest(job.value(), "job:" + job, () -> rights(job), HOW, TunnelLimits.DEFAULT);
    guests.put(job, guest);
    return guest;
  }

  /// One that has ended reaches nothing any more.
  private List<HostPattern> rights(JobId id) {
    return jobs.apply(id).map(job -> Stream.concat(approved.stream(), job.spec().hosts().stream()).toList())
        .orElse(List.of());
  }
}
