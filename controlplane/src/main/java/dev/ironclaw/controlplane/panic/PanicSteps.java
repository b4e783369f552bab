package dev.ironclaw.controlplane.panic;

import java.util.function.IntSupplier;

/// What is done to the parts that can't ask for themselves.
///
/// @param freeze stops every process of every box and says how many stand still; takes no lock of anybody's and needs
///        neither disk nor database
/// @param thaw lets them run on
/// @param cuts breaks off what flows now; beside `freeze`
/// @param ready while the brake is still on: clocks that measure patience start anew
/// @param decided with the brake off and the boxes still frozen: what was decided is applied, so that no box uses for a
///        moment a right that it has lost
/// @param onward goes on with what was held
public record PanicSteps(IntSupplier freeze, Runnable cuts, Runnable ready, Runnable decided, Runnable thaw,
    Runnable onward) {}
