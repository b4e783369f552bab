package dev.ironclaw.controlplane.gateway;

import java.util.List;

/// The part of a card that depends on its kind.
record CardParts(String title, Risk risk, List<String> gains, List<String> loses,
    List<ChangeCard.Difference> differences) {}
