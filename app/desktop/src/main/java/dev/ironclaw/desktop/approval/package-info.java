/// What waits for a human, the card in full, and the decision.
@NullMarked
package dev.ironclaw.desktop.approval;

import org.jspecify.annotations.NullMarked;
