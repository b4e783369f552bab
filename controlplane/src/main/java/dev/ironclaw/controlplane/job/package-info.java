/// Long tasks in containers of their own: what was asked for, what state it is in, what happened in it. The one store of
/// jobs; starts their containers and hears of their ends. Called by the API and by the tools of agents.
@NullMarked
package dev.ironclaw.controlplane.job;

import org.jspecify.annotations.NullMarked;
