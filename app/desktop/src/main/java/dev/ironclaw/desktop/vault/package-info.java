/// Secrets that the host puts into agents' requests: kept, renewed, forgotten, and lent to an agent by a change. A secret
/// goes in and is never shown.
@NullMarked
package dev.ironclaw.desktop.vault;

import org.jspecify.annotations.NullMarked;
