/// The one way from an agent to the network: HTTPS to hosts that a human approved for it, at addresses that were looked up and
/// vetted here, counted, limited and audited. Called by web (tools of agents); calls grant, registry, kind, audit, leak and
/// panic. Knows no box, no tool and no secret but the one that it is given for a host.
@NullMarked
package dev.ironclaw.controlplane.egress;

import org.jspecify.annotations.NullMarked;
