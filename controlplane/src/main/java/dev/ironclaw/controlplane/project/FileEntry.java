package dev.ironclaw.controlplane.project;

import java.time.Instant;

/// One thing in a folder of a job.
///
/// @param path as the job's files are asked for: relative to its workspace, or below `/output`
/// @param kind `file`, `folder`, `link` or `other`; only files can be read
/// @param bytes 0 for all but files
public record FileEntry(String name, String path, String kind, long bytes, Instant modifiedAt) {}
