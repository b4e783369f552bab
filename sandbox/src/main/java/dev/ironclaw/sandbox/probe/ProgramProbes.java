package dev.ironclaw.sandbox.probe;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Looks for programs to start and for tools to turn on itself.
final class ProgramProbes {
  private static final List<String> SHELLS = List.of("/bin/sh", "/bin/bash", "/bin/dash", "/bin/busybox",
      "/usr/bin/sh", "/usr/bin/env", "/usr/bin/python3");
  private static final List<String> TOOLS = List.of("jdk.compiler", "jdk.jshell", "jdk.attach", "java.instrument",
      "jdk.jdi", "java.compiler");

  private ProgramProbes() {}

  static List<Finding> run() {
    // The image has no spawn helper: an attacker would do without it.
    System.setProperty("jdk.lang.Process.launchMechanism", "FORK");
    return List.of(shells(), exec("start-own-runtime", ownRuntime(), "--version"), compiler());
  }

  private static Finding shells() {
    List<String> present = SHELLS.stream().filter(shell -> Files.exists(Path.of(shell))).toList();
    return new Finding("shell-absent", present.isEmpty(), "shells and interpreters found: " + present);
  }

  private static String ownRuntime() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Finding exec(String probe, String program, String argument) {
    return Attempt.of(probe, "start " + program, () -> {
      Process process = new ProcessBuilder(program, argument).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return "exit code " + process.waitFor();
    });
  }

  private static Finding compiler() {
    List<String> found = TOOLS.stream().filter(name -> ModuleFinder.ofSystem().find(name).isPresent()).toList();
    return new Finding("compiler-absent", found.isEmpty(), "modules to compile, attach or instrument with: " + found);
  }

  static Finding otherProcesses() {
    List<String> others = new ArrayList<>();
    try (DirectoryStream<Path> pids = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path pid : pids) {
        if (!pid.endsWith(Long.toString(ProcessHandle.current().pid()))) {
          others.add(pid.toString());
        }
      }
      return new Finding("other-processes", others.isEmpty(), others.size() + " other processes in /proc");
    } catch (IOException e) {
      return new Finding("other-processes", false, "unknown: " + e.getMessage());
    }
  }
}
