package dev.ironclaw.contract.api;

/// How many container jobs are in each state.
///
/// @param keptBytes what those that are over have left on the disk, as far as it was counted; a project counts for no job
public record JobSummaryView(int total, int queued, int creating, int running, int completed, int failed, int cancelled,
    int interrupted, long keptBytes) {}
