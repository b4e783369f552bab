package dev.ironclaw.contract.api;

import java.util.Optional;

/// A file of a job.
///
/// @param bytes of the file
/// @param content of a text in UTF-8, with secrets taken out
/// @param base64 of anything else
/// @param redacted whether a secret was taken out
public record JobFileContent(String path, long bytes, Optional<String> content, Optional<String> base64,
    boolean redacted) {}
