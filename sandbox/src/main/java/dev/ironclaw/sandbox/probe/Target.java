package dev.ironclaw.sandbox.probe;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What to attack, as the host tells it.
///
/// @param family which probes to run: `escape`, `kernel` (a part of it), `memory`, `threads`, `doors`, `workspace`
///        or `posture`
/// @param tcpPort a port of the host's loopback on which somebody listens
/// @param udpPort a port of the host's loopback that answers each datagram
/// @param uid that the box should have
/// @param foreign paths of other sessions on the host
/// @param abstractName of a unix socket without a file on which the host listens
/// @param processes that the box may have at most, by `RLIMIT_NPROC`
/// @param threads how many the `threads` family starts
record Target(String family, int tcpPort, int udpPort, int uid, List<Path> foreign, Path socketFolder,
    Path workspace, String abstractName, int processes, int threads) {
  private static final String THREADS = "1500";

  static Target parse(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IronclawException(ErrorCode.CONFIGURATION, "start the probes: not an option: " + argument);
      }
      options.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    Path socket = Path.of(options.getOrDefault("socket", "/run/ironclaw/host.sock"));
    Path folder = socket.getParent();
    return new Target(options.getOrDefault("family", "escape"), number(options, "tcp"), number(options, "udp"),
        number(options, "uid"), paths(options.getOrDefault("foreign", "")), folder == null ? socket : folder,
        Path.of(options.getOrDefault("workspace", "/workspace")), options.getOrDefault("abstract", ""),
        number(options, "processes"),
        Integer.parseInt(options.getOrDefault("threads", THREADS)));
  }

  private static List<Path> paths(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.stream(joined.split(",")).map(Path::of).toList();
  }

  private static int number(Map<String, String> options, String name) {
    return Integer.parseInt(options.getOrDefault(name, "0"));
  }
}
