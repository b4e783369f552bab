/// What waits for a person besides changes: questions of agents, agents at their soft limit, schedules that lack a right.
/// Called by home, the tray and the notifications; knows nothing of how any of it is shown or answered.
@NullMarked
package dev.ironclaw.desktop.ask;

import org.jspecify.annotations.NullMarked;
