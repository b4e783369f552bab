/// A control plane of its own for the search for secrets: the real one, with another world outside.
@NullMarked
package dev.ironclaw.controlplane;

import org.jspecify.annotations.NullMarked;
