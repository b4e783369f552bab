package dev.ironclaw.controlplane.project;

import java.nio.file.Path;

/// Where a job works on this machine.
///
/// @param workspace the project, a copy of it where its changes are looked at first, or a folder of the job's own; canonical,
///        and nobody but the host can put another in its place
/// @param output for what it hands over besides; of this job alone
public record Workplace(Path workspace, Path output) {}
