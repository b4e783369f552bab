package dev.ironclaw.contract.api;

import java.util.Optional;

/// What a job did to one file or folder of its project.
///
/// @param what `added`, `changed` or `deleted`
/// @param bytesBefore empty where there was no file
/// @param bytesAfter empty where there is none any more
/// @param diff unified, for text that is not too long, with secrets taken out
/// @param conflict why it can't be brought over as the project is now
public record JobChangeView(String path, String what, boolean folder, Optional<Long> bytesBefore,
    Optional<Long> bytesAfter, Optional<String> diff, Optional<String> conflict) {}
