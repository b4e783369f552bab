package dev.ironclaw.desktop.testing;

import dev.ironclaw.desktop.agent.AgentsSamples;
import dev.ironclaw.desktop.approval.ApprovalSamples;
import dev.ironclaw.desktop.audit.AuditSamples;
import dev.ironclaw.desktop.chat.ChatSamples;
import dev.ironclaw.desktop.home.HomeSamples;
import dev.ironclaw.desktop.job.JobSamples;
import dev.ironclaw.desktop.onboarding.OnboardingSamples;
import dev.ironclaw.desktop.posture.PostureSamples;
import dev.ironclaw.desktop.schedule.ScheduleSamples;
import dev.ironclaw.desktop.session.SessionSamples;
import dev.ironclaw.desktop.settings.SettingsSamples;
import java.util.List;
import java.util.stream.Stream;

/// The samples of every screen.
public final class Samples {
  private Samples() {}

  /// All of them, and states that are pictures and nothing else.
  static List<Sample> pictures() {
    return Stream.of(all(), SettingsSamples.more(), JobSamples.more(), ApprovalSamples.more()).flatMap(List::stream)
        .toList();
  }

  public static List<Sample> all() {
    return Stream
        .of(HomeSamples.all(), ChatSamples.all(), ApprovalSamples.all(), AgentsSamples.all(), SessionSamples.all(),
            ScheduleSamples.all(), JobSamples.all(),
            AuditSamples.all(), PostureSamples.all(), SettingsSamples.all(), OnboardingSamples.all())
        .flatMap(List::stream).toList();
  }
}
