/// The control plane's events, as they come.
@NullMarked
package dev.ironclaw.desktop.live;

import org.jspecify.annotations.NullMarked;
