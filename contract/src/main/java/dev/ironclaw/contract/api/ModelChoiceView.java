package dev.ironclaw.contract.api;

import java.util.Optional;

/// An upstream that is set up.
///
/// @param model of a new agent whose maker chose none
public record ModelChoiceView(String provider, Optional<String> model) {}
