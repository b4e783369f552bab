/// Questions of agents to people: asked by a row, answered in a chat or over the API, told to the agent. Called by
/// outbound, the router and the API; knows queues and channels, and nothing of boxes.
@NullMarked
package dev.ironclaw.controlplane.question;

import org.jspecify.annotations.NullMarked;
