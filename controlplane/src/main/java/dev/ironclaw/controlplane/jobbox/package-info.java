/// Containers of jobs: made, watched, ended, found again after a restart, and removed when nobody needs them. Called by job;
/// knows nothing of what a job is for.
@NullMarked
package dev.ironclaw.controlplane.jobbox;

import org.jspecify.annotations.NullMarked;
