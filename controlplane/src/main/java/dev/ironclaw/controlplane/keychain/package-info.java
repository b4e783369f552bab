/// The operating system's keychain, where the master key may lie. Called by the root package and `secret`; knows nothing of
/// what it keeps.
@NullMarked
package dev.ironclaw.controlplane.keychain;

import org.jspecify.annotations.NullMarked;
