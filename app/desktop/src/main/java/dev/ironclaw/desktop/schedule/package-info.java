/// What agents do by themselves at times: when each runs next, what came of its runs, and the ways to stop it, run it and let it
/// go on. Called by the root package; knows nothing of how a change is decided, which is the approvals' screen.
@NullMarked
package dev.ironclaw.desktop.schedule;

import org.jspecify.annotations.NullMarked;
