/// Jobs in containers: which there are, what happens in one, what it leaves, and the form for a new one. Called by the root
/// package; knows nothing of how an agent's wish for a job is decided, which is the approvals' screen.
@NullMarked
package dev.ironclaw.desktop.job;

import org.jspecify.annotations.NullMarked;
