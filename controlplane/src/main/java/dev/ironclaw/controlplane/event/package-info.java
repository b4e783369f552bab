/// The in-process feed to the event stream. Bounded; nothing inside the control plane listens to it.
@NullMarked
package dev.ironclaw.controlplane.event;

import org.jspecify.annotations.NullMarked;
