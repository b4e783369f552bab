/// The only road to a model: one upstream for each agent group, credentials set by the host, byte-transparent
/// streaming, counted and limited. Called by box; knows no agent.
@NullMarked
package dev.ironclaw.controlplane.modelproxy;

import org.jspecify.annotations.NullMarked;
