/// What happened, for good: hash-chained, signed, on disk before any effect. Called by everything that has an effect;
/// knows nobody's meaning.
@NullMarked
package dev.ironclaw.controlplane.audit;

import org.jspecify.annotations.NullMarked;
