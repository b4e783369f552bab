package dev.ironclaw.desktop;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.controlplane.ControlPlane;
import dev.ironclaw.controlplane.ControlPlaneConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A control plane in this process. The one class of the desktop that names it; all else goes through [#connect].
public final class EmbeddedControlPlane implements AutoCloseable {
  private final ControlPlane running;

  private EmbeddedControlPlane(ControlPlane running) {
    this.running = running;
  }

  /// Starts one as a user has it.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `STATE_IN_USE` where one runs on this folder already,
  ///         `RUNTIME_UNAVAILABLE` where nothing isolates boxes as it was chosen
  static EmbeddedControlPlane start(Path stateDir, HostChoices choices, DesktopEnvironment environment) {
    return new EmbeddedControlPlane(ControlPlane.start(words(stateDir, choices, freeAddress()),
        variables(environment), Path.of(environment.home())));
  }

  /// What `ironclaw-controlplane` would be told.
  static List<String> words(Path stateDir, HostChoices choices, String address) {
    List<String> words = new ArrayList<>(List.of("--state-dir", stateDir.toString(), "--api-addr", address));
    words.addAll(choices.words());
    return List.copyOf(words);
  }

  /// For jobs. The program's own variables, and a token that is for a control plane elsewhere, are not this one's; what the app
  /// takes of them is in its choices.
  static Map<String, String> variables(DesktopEnvironment environment) {
    Map<String, String> variables = new HashMap<>(environment.variables());
    variables.keySet().removeIf(name -> name.startsWith("IRONCLAW_"));
    return Map.copyOf(variables);
  }

  /// Faces on this machine come by the socket of the state folder, so that somebody else has the usual port, another user
  /// for example, is no reason not to start.
  private static String freeAddress() {
    Endpoint.Tcp usual = Endpoint.Tcp.parse(ControlPlaneConfig.DEFAULT_API_ADDRESS);
    try (ServerSocket _ = new ServerSocket(usual.base().getPort(), 1, InetAddress.getByName(usual.base().getHost()))) {
      return ControlPlaneConfig.DEFAULT_API_ADDRESS;
    } catch (IOException _) {
      // silent-ok: any other port does.
      return usual.base().getHost() + ":0";
    }
  }

  /// Starts one with the two development agents on a free port.
  ///
  /// @param acceptUnenforcedLimits goes on where the machine can't enforce a box's limits; the notices say so
  public static EmbeddedControlPlane startForDevelopment(Path stateDir, boolean acceptUnenforcedLimits) {
    ControlPlaneConfig config = ControlPlaneConfig.of(stateDir, ControlPlaneConfig.defaultImageDir());
    return new EmbeddedControlPlane(ControlPlane.start(config.withApiAddress("127.0.0.1:0").withDev(true)
        .withAcceptUnenforcedLimits(acceptUnenforcedLimits)));
  }

  /// A client with the token of the state folder, as any other program of this user would make it.
  public ControlPlaneClient connect() {
    try {
      StateFolder folder = new StateFolder(running.stateDir());
      // Not the port, where there is a choice: once this one has ended, anybody may listen there.
      Endpoint endpoint = folder.socket().orElseGet(() -> Endpoint.Tcp.parse(running.address().toString()));
      return new ControlPlaneClient(endpoint, folder.token());
    } catch (IOException e) {
      throw new UncheckedIOException("read the API token of " + running.stateDir(), e);
    }
  }

  /// What is weaker on this machine than it could be.
  public List<String> notices() {
    return running.notices();
  }

  @Override
  public void close() {
    running.close();
  }
}
