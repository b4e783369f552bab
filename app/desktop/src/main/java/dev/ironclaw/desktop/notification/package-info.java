/// What waits for a human, as notifications of the desktop. The inbox of the window is the truth: a notification that was
/// never seen, or that another program forged an answer to, decides nothing that a click there would not have.
@NullMarked
package dev.ironclaw.desktop.notification;

import org.jspecify.annotations.NullMarked;
