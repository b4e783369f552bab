package dev.ironclaw.client.diagnostics;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.RuntimeView;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What runs the boxes, in one line.
public final class RuntimeWords {
  private RuntimeWords() {}

  /// For example `runsc 20221219, systrap, rootless`.
  public static String of(RuntimeView runtime) {
    String facts = Stream.of(runtime.version(), runtime.platform(), runtime.mode()).filter(fact -> !fact.isEmpty())
        .map(VisibleText::line).collect(Collectors.joining(", "));
    return Stream.of(List.of(VisibleText.line(runtime.name())), facts.isEmpty() ? List.<String>of() : List.of(facts))
        .flatMap(List::stream).collect(Collectors.joining(" ")) + (runtime.usable() ? "" : " (NOT USABLE)");
  }
}
