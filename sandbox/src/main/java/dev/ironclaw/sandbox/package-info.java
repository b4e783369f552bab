/// The agent's program: its options, its threads and its exit codes. Assumes nothing about the box that it runs in; what
/// it may do is decided by the host.
@NullMarked
package dev.ironclaw.sandbox;

import org.jspecify.annotations.NullMarked;
