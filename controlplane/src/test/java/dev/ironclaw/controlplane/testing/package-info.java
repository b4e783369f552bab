/// What several packages' tests build on: a real state folder and a clock that stands still.
@NullMarked
package dev.ironclaw.controlplane.testing;

import org.jspecify.annotations.NullMarked;
