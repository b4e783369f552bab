package dev.ironclaw.desktop.testing;

import dev.ironclaw.desktop.approval.ApprovalSamples;
import dev.ironclaw.desktop.posture.PostureSamples;
import dev.ironclaw.desktop.settings.SettingsSamples;
import java.util.List;
import java.util.stream.Stream;

/// The samples of every screen.
public final class Samples {
  private Samples() {}

  public static List<Sample> all() {
    return Stream.of(ApprovalSamples.all(), PostureSamples.all(), SettingsSamples.all()).flatMap(List::stream).toList();
  }
}
