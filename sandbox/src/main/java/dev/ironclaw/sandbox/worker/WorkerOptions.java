package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.WorkerApi;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the program is to do, and where its crossing and its project lie. Only tests, which have no container, say
/// otherwise than the contract does.
///
/// @param mode as it was given
/// @param home a folder that the job's programs may write
/// @param claude the official command line tool
/// @param port of the forwarder, and of the proxy beside it; 0 for any
record WorkerOptions(String mode, JobId job, Path socket, Path token, Path workspace, Path home, Path claude,
    int port, int proxyPort) {
  private static final Set<String> MORE = Set.of("--socket=", "--token=", "--workspace=", "--home=", "--claude=",
      "--port=", "--proxy-port=");

  static WorkerOptions parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      String name = argument.substring(0, argument.indexOf('=') + 1);
      if (!name.equals(WorkerApi.MODE_OPTION) && !name.equals(WorkerApi.JOB_OPTION) && !MORE.contains(name)) {
        throw wrong("unknown option " + argument);
      }
      given.put(name, argument.substring(name.length()));
    }
    if (!given.containsKey(WorkerApi.MODE_OPTION) || !given.containsKey(WorkerApi.JOB_OPTION)) {
      throw wrong(WorkerApi.MODE_OPTION + "MODE and " + WorkerApi.JOB_OPTION + "ID must be given");
    }
    return new WorkerOptions(given.get(WorkerApi.MODE_OPTION), new JobId(given.get(WorkerApi.JOB_OPTION)),
        Path.of(given.getOrDefault("--socket=", WorkerApi.SOCKET)),
        Path.of(given.getOrDefault("--token=", WorkerApi.TOKEN)),
        Path.of(given.getOrDefault("--workspace=", WorkerApi.WORKSPACE)),
        Path.of(given.getOrDefault("--home=", "/tmp/home")),
        Path.of(given.getOrDefault("--claude=", "/usr/bin/claude")), port(given, "--port=", WorkerApi.PORT),
        port(given, "--proxy-port=", WorkerApi.PROXY_PORT));
  }

  private static int port(Map<String, String> given, String name, int usual) {
    try {
      return given.containsKey(name) ? Integer.parseInt(given.get(name)) : usual;
    } catch (NumberFormatException noNumber) {
      throw wrong(name + " takes a number, not " + given.get(name));
    }
  }

  private static IronclawException wrong(String words) {
    return new IronclawException(ErrorCode.CONFIGURATION, "start the job's program: " + words);
  }
}
