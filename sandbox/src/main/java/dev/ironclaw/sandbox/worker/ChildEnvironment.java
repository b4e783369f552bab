package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.job.WorkerApi;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The environment of the job's programs: a few names of the container's own, the way to approved hosts, and what the job
/// was granted. Its text shows no value.
///
/// @param home a folder that they may write
record ChildEnvironment(Map<String, String> own, List<GrantedVariable> granted, Path home) {
  private static final List<String> KEPT = List.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");
  private static final String PROXY = "http://127.0.0.1:" + WorkerApi.PROXY_PORT;
  /// A shorter one is in half of all texts.
  private static final int LEAST_SECRET = 6;
  private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// Without what was granted, for a program that gets it only for the programs that it starts.
  Map<String, String> plain() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", USUAL_PATH);
    variables.put("LANG", "C.UTF-8");
    for (String name : KEPT) {
      if (own.containsKey(name)) {
        variables.put(name, own.get(name));
      }
    }
    variables.put("HOME", home.toString());
    variables.put("TERM", "dumb");
    variables.put("PAGER", "cat");
    for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
      variables.put(name, PROXY);
    }
    for (String name : List.of("NO_PROXY", "no_proxy")) {
      variables.put(name, "127.0.0.1,localhost,::1");
    }
    // The project's folder belongs to whoever owns it outside.
    variables.put("GIT_CONFIG_COUNT", "2");
    variables.put("GIT_CONFIG_KEY_0", "safe.directory");
    variables.put("GIT_CONFIG_VALUE_0", "*");
    // A project's own configuration could have a program run by the mere look at its state.
    variables.put("GIT_CONFIG_KEY_1", "core.fsmonitor");
    variables.put("GIT_CONFIG_VALUE_1", "false");
    variables.put("GIT_TERMINAL_PROMPT", "0");
    return variables;
  }

  /// For a program of the job.
  Map<String, String> whole() {
    Map<String, String> variables = plain();
    granted.forEach(variable -> variables.put(variable.name(), variable.value()));
    return variables;
  }

  /// The text with the names of what was granted in place of the values, where a program has shown one. It holds nobody up
  /// who wants to show it in other letters.
  String without(String text) {
    String shown = text;
    for (GrantedVariable variable : granted) {
      if (variable.value().length() >= LEAST_SECRET) {
        shown = shown.replace(variable.value(), "[" + variable.name() + "]");
      }
    }
    return shown;
  }

  @Override
  public String toString() {
    return "an environment with " + granted;
  }
}
