/// Agents: what there are, what each is and may do, and the forms that ask the gateway for a new one, for another shape of
/// one, or for its end. Nothing here changes an agent past the gateway.
@NullMarked
package dev.ironclaw.desktop.agent;

import org.jspecify.annotations.NullMarked;
