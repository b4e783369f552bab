/// Doubles of channels for tests.
@NullMarked
package dev.ironclaw.controlplane.channel.testing;

import org.jspecify.annotations.NullMarked;
