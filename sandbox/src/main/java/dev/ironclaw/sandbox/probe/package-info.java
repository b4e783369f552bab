/// Programs that try to get out of the box they run in, one line of JSON each. Run by the host's self-test in a real box,
/// and in weakened ones, where they must succeed. Uses `java.base` and its foreign functions alone; part of no
/// agent.
@NullMarked
package dev.ironclaw.sandbox.probe;

import org.jspecify.annotations.NullMarked;
