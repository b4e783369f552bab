/// The desktop side: an embedded control plane and, from here on, the tray and the windows. Talks to the control plane
/// through the client like any other face; only [EmbeddedControlPlane] knows that it runs in the same process.
@NullMarked
package dev.ironclaw.desktop;

import org.jspecify.annotations.NullMarked;
