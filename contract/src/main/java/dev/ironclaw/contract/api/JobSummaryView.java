package dev.ironclaw.contract.api;

/// How many container jobs are in each state.
public record JobSummaryView(int total, int queued, int creating, int running, int completed, int failed, int cancelled,
    int interrupted) {}
