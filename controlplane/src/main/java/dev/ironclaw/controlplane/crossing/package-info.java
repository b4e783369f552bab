/// Unix sockets that lie in containers, all on one selector: their folders and modes, how many connections each may have,
/// bodies that come slowly, peers that hang up. Called by box and orchestrator; knows nothing of what is said there.
@NullMarked
package dev.ironclaw.controlplane.crossing;

import org.jspecify.annotations.NullMarked;
