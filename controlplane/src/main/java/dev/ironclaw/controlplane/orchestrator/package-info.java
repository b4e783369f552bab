/// What a job's container may say to the host over its one socket: the reference's `/worker/{id}/…`. Parses, decides by the
/// job's own rights, and hands on to a [dev.ironclaw.controlplane.orchestrator.JobDesk]; knows nothing of containers.
@NullMarked
package dev.ironclaw.controlplane.orchestrator;

import org.jspecify.annotations.NullMarked;
