/// Places where people talk: one interface, one file each. Hands events to the router, takes replies from outbound.
@NullMarked
package dev.ironclaw.controlplane.channel;

import org.jspecify.annotations.NullMarked;
