/// What agents remember over their conversations: written by them through host tools, read, changed and erased by people over the
/// API. Knows the state and the audit log, and nothing of boxes.
@NullMarked
package dev.ironclaw.controlplane.note;

import org.jspecify.annotations.NullMarked;
