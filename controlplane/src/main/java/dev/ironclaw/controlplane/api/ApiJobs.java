package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.job.Jobs;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.project.Projects;
import dev.ironclaw.controlplane.project.Reviews;

/// What the routes of jobs call.
public record ApiJobs(Jobs jobs, Projects projects, Reviews reviews, Leaks leaks) {}
