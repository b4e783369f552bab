package dev.ironclaw.client;

/// What did not get into a backup.
///
/// @param things how many files, links and so on of the workspaces
/// @param of how many of which workspace, in words; empty where the control plane does not say
public record BackupLeftOut(long things, String of) {}
