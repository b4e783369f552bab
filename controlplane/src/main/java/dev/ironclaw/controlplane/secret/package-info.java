/// Keys: the master key, what is sealed under it, and where they lie. Called by whoever opens an encrypted file; knows
/// nothing of what is in it.
@NullMarked
package dev.ironclaw.controlplane.secret;

import org.jspecify.annotations.NullMarked;
