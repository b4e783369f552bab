/// What a job's own agent says to a model, in one neutral form, and how each dialect says it. Called by orchestrator; knows
/// nothing of jobs, upstreams or keys, and speaks to nobody.
@NullMarked
package dev.ironclaw.controlplane.llm;

import org.jspecify.annotations.NullMarked;
