package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Answer of `GET /v1/policy`: the rules of deciding in force.
///
/// @param document as a change of the kind `policy` takes it
/// @param sentences the same in plain words
/// @param setBy who decided it; absent for the default
/// @param changeId the change in which they did
/// @param fault why what is stored can't be trusted: then nothing but the policy can be approved
/// @param gaps what nobody can approve by it now, because too few of those whom it names exist; one sentence each
public record PolicyView(Object document, List<String> sentences, Optional<String> setBy, Optional<String> changeId,
    Optional<String> fault, List<String> gaps) {
  public PolicyView {
    sentences = List.copyOf(sentences);
    gaps = gaps == null ? List.of() : List.copyOf(gaps);
  }
}
