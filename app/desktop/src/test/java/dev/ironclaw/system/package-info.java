/// The whole system as a person runs it: a control plane in its own process, real boxes, the public client; and
/// what is built and packaged for that.
@NullMarked
package dev.ironclaw.system;

import org.jspecify.annotations.NullMarked;
