package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/images/{name}/build`.
///
/// @param from a folder on the control plane's machine that has the files, which are fetched from nowhere else then
/// @param mirror an URL below which `debian`, `debian-security` and `npm` are, asked before the public places
public record ImageBuildBody(Optional<String> from, Optional<String> mirror) {}
