package dev.ironclaw.desktop.testing;

import dev.ironclaw.desktop.approval.ApprovalSamples;
import dev.ironclaw.desktop.audit.AuditSamples;
import dev.ironclaw.desktop.home.HomeSamples;
import java.util.List;
import java.util.stream.Stream;

/// The samples of every screen.
public final class Samples {
  private Samples() {}

  public static List<Sample> all() {
    return Stream.of(HomeSamples.all(), ApprovalSamples.all(), AuditSamples.all()).flatMap(List::stream).toList();
  }
}
