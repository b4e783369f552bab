/// The trusted side of IronClaw: start, settings and the one composition root. Called by `main`, by the desktop app
/// and by tests; everything privileged lives in the packages below, which never call back up here.
@NullMarked
package dev.ironclaw.controlplane;

import org.jspecify.annotations.NullMarked;
