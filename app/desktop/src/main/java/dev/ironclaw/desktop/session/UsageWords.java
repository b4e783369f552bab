package dev.ironclaw.desktop.session;

import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;

/// What a box uses, in a few words.
record UsageWords(Texts texts) {
  private static final int LONG_SECONDS = 120;

  String memory(SessionUsageView usage) {
    return texts.of("sessions.usage.memory", Math.max(1, usage.memoryBytes() >> 20));
  }

  String processor(SessionUsageView usage) {
    long seconds = usage.processorMillis() / 1_000;
    return seconds < LONG_SECONDS
        ? texts.of("sessions.usage.seconds", seconds)
        : texts.of("sessions.usage.minutes", seconds / 60);
  }

  String runs(SessionUsageView usage, Instant now) {
    return Moments.span(Instant.parse(usage.startedAt()), now, texts);
  }

  /// All three in one sentence.
  String sentence(SessionUsageView usage, Instant now) {
    return texts.of("sessions.usage", memory(usage), processor(usage), runs(usage, now));
  }
}
