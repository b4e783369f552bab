package dev.ironclaw.client;

import dev.ironclaw.contract.api.CommandBody;
import dev.ironclaw.contract.api.CommandView;
import java.time.Duration;

/// One-off commands in containers.
///
/// Threading: any thread.
public final class CommandsClient {
  private static final int USUAL_SECONDS = 120;
  /// For a container that must be built and started first, and for those who were there before.
  private static final Duration MORE = Duration.ofMinutes(15);

  private final Http http;

  CommandsClient(Http http) {
    this.http = http;
  }

  /// Runs one and waits for its end. Whoever interrupts or closes the client ends it.
  public CommandView run(CommandBody command) {
    Duration limit = Duration.ofSeconds(command.timeoutSeconds().orElse(USUAL_SECONDS)).plus(MORE);
    return Wire.read(http.callPatiently("/v1/sandbox/exec", command, limit), CommandView.class);
  }
}
