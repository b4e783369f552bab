package dev.ironclaw.controlplane.project;

import java.util.Optional;

/// What a job did to one file or folder of its project.
///
/// @param path relative to the project
/// @param what `added`, `changed` or `deleted`
/// @param bytesBefore empty where there was no file
/// @param bytesAfter empty where there is none any more
/// @param diff unified, for text that is not too long, after git's words on whether it becomes a program or is none any more;
///        redacted by nobody yet
/// @param conflict why it can't be brought over as the project is now
public record FileChange(String path, String what, boolean folder, Optional<Long> bytesBefore,
    Optional<Long> bytesAfter, Optional<String> diff, Optional<String> conflict) {}
