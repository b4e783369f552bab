package dev.ironclaw.controlplane.job;

/// A secret of the vault that a job gets as a variable of its child processes.
///
/// @param source the credential's name in the vault
public record CredentialGrant(String envVar, String source) {}
