/// The icon in the panel and its menu. What they show is computed from facts, as data; a panel of Linux draws it over
/// D-Bus, other systems through AWT. What comes back from a panel can be forged by any program of the session: it opens
/// things, stops everything or quits, and decides nothing.
@NullMarked
package dev.ironclaw.desktop.tray;

import org.jspecify.annotations.NullMarked;
