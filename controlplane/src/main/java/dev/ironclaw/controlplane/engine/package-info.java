/// Finds the container engine of this machine and speaks to it.
@NullMarked
package dev.ironclaw.controlplane.engine;

import org.jspecify.annotations.NullMarked;
