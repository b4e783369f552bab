package dev.ironclaw.contract.api;

import java.util.List;

/// Answer of `GET /v1/usage`: what model calls came to, day by UTC's days.
///
/// @param from the first day, as 2026-11-21
/// @param to the last one
/// @param group what the rows are summed by: `agent`, `model`, `day` or `session`
/// @param pricesAsOf the day of which the prices are
/// @param rows the dearest first; days in their order; at most 1,000
/// @param total of everything
public record UsageView(String from, String to, String group, String pricesAsOf, List<Row> rows, Row total) {
  public UsageView {
    rows = List.copyOf(rows);
  }

  /// Some calls.
  ///
  /// @param key of the agent, model (as `provider/model`), day or session; empty for all
  /// @param failed that brought no whole answer
  /// @param inputTokens neither read from a prompt cache nor written to one
  /// @param costMicros in millionths of a US dollar
  /// @param estimatedCalls whose tokens nobody told
  /// @param unpricedCalls counted at the highest price of their provider, for want of their model's own
  public record Row(String key, long calls, long failed, long inputTokens, long cacheReadTokens, long cacheWriteTokens,
      long outputTokens, long costMicros, long estimatedCalls, long unpricedCalls) {}
}
