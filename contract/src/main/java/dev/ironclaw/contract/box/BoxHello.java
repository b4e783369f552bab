package dev.ironclaw.contract.box;

/// The first words of a box: it is up and this is what it measured about itself.
public record BoxHello(int version, BoxPosture posture) {}
