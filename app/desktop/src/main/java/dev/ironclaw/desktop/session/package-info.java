/// Conversations with their boxes, what happened in one, and the brake on it.
@NullMarked
package dev.ironclaw.desktop.session;

import org.jspecify.annotations.NullMarked;
