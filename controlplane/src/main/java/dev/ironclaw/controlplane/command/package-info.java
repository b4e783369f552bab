/// One-off commands: who may run what, in a container that stays warm for the next one. Called by the API; knows nothing of
/// jobs.
@NullMarked
package dev.ironclaw.controlplane.command;

import org.jspecify.annotations.NullMarked;
