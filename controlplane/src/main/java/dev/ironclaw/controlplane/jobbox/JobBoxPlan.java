package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.contract.JobId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One container to start for a job.
///
/// @param image its id on the engine, never a tag
/// @param command what is started; the image's own program stands before it
/// @param environment nothing secret: the engine shows it to whoever may ask
/// @param crossing the folder with the socket and the token, bound read-only
/// @param workspace the folder of this machine that the job works in, canonical, and bound without a race
/// @param output the folder of this machine for what it hands over
public record JobBoxPlan(JobId id, String image, List<String> command, Map<String, String> environment, Path crossing,
    Path workspace, boolean workspaceWritable, Path output, JobLimits limits) {
  public JobBoxPlan {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
