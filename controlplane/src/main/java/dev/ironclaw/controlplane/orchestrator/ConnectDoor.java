package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.JobId;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Takes what a job sends as `CONNECT host:port` on its own socket, and answers it.
@FunctionalInterface
public interface ConnectDoor {
  void accept(JobId job, Request request, Response response, Callback callback);
}
