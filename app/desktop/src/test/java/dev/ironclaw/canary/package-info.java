/// Looks for secrets where none may be: the memory, files and environment of boxes, logs, events, the audit log, the state
/// folder, dumps and bundles. Knows the usual disguises of a secret.
@NullMarked
package dev.ironclaw.canary;

import org.jspecify.annotations.NullMarked;
