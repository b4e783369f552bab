/// The long random tests in full: `./ironclaw soak`. Not part of the suite, which runs a seeded slice.
@NullMarked
package dev.ironclaw.soak;

import org.jspecify.annotations.NullMarked;
