/// What agents hold and for how long: one row for each capability in force, with the change that gave it, its limits and
/// its use. Called by gateway (a change was applied), session (which tools a box gets), outbound (a tool was used) and
/// api; calls registry, kind, audit and store. Gives nothing by itself: it only takes away what a human limited.
@NullMarked
package dev.ironclaw.controlplane.grant;

import org.jspecify.annotations.NullMarked;
