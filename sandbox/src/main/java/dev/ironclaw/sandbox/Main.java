package dev.ironclaw.sandbox;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.sandbox.boxclient.HostConnection;
import dev.ironclaw.sandbox.boxclient.Posture;
import java.time.Duration;
import java.util.List;

/// Starts the agent. Exit codes: 0 told to stop, 64 wrong options, 70 failed, 75 the host is gone.
public final class Main {
  static final int HOST_GONE = 75;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Main() {}

  public static void main(String[] arguments) {
    Options options = Options.parse(List.of(arguments));
    HostConnection host = new HostConnection(options.socket(), PATIENCE, () -> Runtime.getRuntime().halt(HOST_GONE));
    host.hello(new BoxHello(BoxApi.VERSION, Posture.measure()));
    host.follow(event -> {});
  }
}
