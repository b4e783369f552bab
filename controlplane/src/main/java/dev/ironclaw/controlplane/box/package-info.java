/// What a box may call: one unix socket for each box, the doors behind it, their limits. Called by boxes, opened and
/// bound by session; hands on to queue and modelproxy.
@NullMarked
package dev.ironclaw.controlplane.box;

import org.jspecify.annotations.NullMarked;
