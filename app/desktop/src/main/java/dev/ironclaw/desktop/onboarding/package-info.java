/// From a fresh installation to the first answer: what this machine holds, which model, the first agent, the first
/// message. Makes its agent by the same card as the agents' forms; remembers nothing but that there is an agent.
@NullMarked
package dev.ironclaw.desktop.onboarding;

import org.jspecify.annotations.NullMarked;
