/// What the whole system takes, measured as a person feels it: `./ironclaw bench`. Prints; judges nothing.
@NullMarked
package dev.ironclaw.bench;

import org.jspecify.annotations.NullMarked;
