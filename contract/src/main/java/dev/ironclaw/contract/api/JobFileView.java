package dev.ironclaw.contract.api;

/// One thing in a folder of a job.
///
/// @param path as it can be asked for
/// @param kind `file`, `folder`, `link` or `other`; only files can be read
/// @param modifiedAt RFC 3339, UTC
public record JobFileView(String name, String path, String kind, long bytes, String modifiedAt) {}
