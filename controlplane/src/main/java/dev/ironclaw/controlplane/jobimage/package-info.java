/// The images of jobs: built from pinned packages without a registry, brought into an engine, proved there. Called by job,
/// command and api; knows nothing of what runs in them.
@NullMarked
package dev.ironclaw.controlplane.jobimage;

import org.jspecify.annotations.NullMarked;
