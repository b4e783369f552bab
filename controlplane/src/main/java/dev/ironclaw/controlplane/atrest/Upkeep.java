package dev.ironclaw.controlplane.atrest;

/// What an operator may ask for that takes the whole state folder.
public record Upkeep(DataKeyRotation rotation, Backup backup) {}
