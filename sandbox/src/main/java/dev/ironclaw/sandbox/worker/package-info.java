/// The program in a job's container: our own agent with a shell, or the bridge to the Claude Code command line tool. Speaks
/// the orchestrator's API over the job's socket; holds no wall: whatever runs here is what the container is for.
@NullMarked
package dev.ironclaw.sandbox.worker;

import org.jspecify.annotations.NullMarked;
