/// Messages from agent to agent, as a channel: delivered to the other agent's conversation with the sender, answered once.
/// Called by outbound; knows queues and the registry, and nothing of boxes.
@NullMarked
package dev.ironclaw.controlplane.peer;

import org.jspecify.annotations.NullMarked;
