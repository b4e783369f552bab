package dev.ironclaw.controlplane.registry;

/// A folder of the host that an agent's boxes see.
///
/// @param name under which the box finds it
/// @param source absolute path on the host
public record Mount(String name, String source, boolean writable) {}
