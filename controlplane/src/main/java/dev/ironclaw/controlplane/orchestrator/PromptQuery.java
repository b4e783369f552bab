package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.WorkerApi;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a job asks for a prompt.
///
/// @param longest how long one is waited for
/// @param ack as for [JobDesk#prompt]
record PromptQuery(Duration longest, Optional<Long> ack) {
  static final PromptQuery NONE = new PromptQuery(Duration.ZERO, Optional.empty());
  private static final Pattern FORM = Pattern.compile("wait=([0-9]{1,3})(?:&ack=([0-9]{1,18}))?");

  /// Reads what stands behind the question mark.
  ///
  /// @throws IronclawException `INVALID_REQUEST`
  static PromptQuery of(@Nullable String query) {
    if (query == null) {
      return NONE;
    }
    Matcher found = FORM.matcher(query);
    if (!found.matches() || Integer.parseInt(found.group(1)) > WorkerApi.LONGEST_WAIT_SECONDS) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "the query must be wait=SECONDS, at most "
          + WorkerApi.LONGEST_WAIT_SECONDS + ", and may have &ack=ID behind it");
    }
    return new PromptQuery(Duration.ofSeconds(Long.parseLong(found.group(1))),
        Optional.ofNullable(found.group(2)).map(Long::valueOf));
  }
}
