package dev.ironclaw.sandbox.probe;

import dev.ironclaw.sandbox.boxclient.Posture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Runs one family of probes as the box's own program and prints a line for each. Exit code 0 whatever they found: the
/// host judges.
public final class ProbeMain {
  private ProbeMain() {}

  public static void main(String[] arguments) {
    Target target = Target.parse(arguments);
    findings(target).forEach(finding -> System.out.println(finding.json()));
  }

  private static Stream<Finding> findings(Target target) {
    return switch (target.family()) {
      case "memory" -> Stream.of(LimitProbes.memory());
      case "threads" -> Stream.of(LimitProbes.threads(target.threads()));
      case "posture" -> Stream.of(new Finding("posture", true, Posture.measure().toString()));
      case "doors" -> DoorProbes.run(target).stream();
      case "workspace" -> WorkspaceProbes.run(target).stream();
      case "kernel" -> kernel(target).stream();
      default -> escape(target);
    };
  }

  private static Stream<Finding> escape(Target target) {
    return Stream.<Supplier<List<Finding>>>of(() -> NetworkProbes.run(target), () -> FileProbes.run(target),
        () -> MountProbes.run(target), ProgramProbes::run, () -> PrivilegeProbes.run(target), () -> kernel(target),
        () -> direct(() -> calls(target))).flatMap(family -> family.get().stream());
  }

  /// Apart, so that these can be run where there is no box at all without changing anything.
  private static List<Finding> kernel(Target target) {
    List<Finding> findings = new ArrayList<>(FileProbes.kernel());
    findings.add(ProgramProbes.otherProcesses());
    findings.addAll(direct(() -> Stream
        .of(SocketCalls.kernel(target), KernelCalls.kernel(), RightsProbes.kernel()).flatMap(List::stream).toList()));
    return findings;
  }

  /// The last ones leave this program with other namespaces, where they are let.
  private static List<Finding> calls(Target target) {
    return Stream.of(SocketCalls.run(target), RightsProbes.run(target), FileCalls.run(target), DeviceProbes.run(),
        KernelCalls.run()).flatMap(List::stream).toList();
  }

  /// A program that can't even ask who it is has tried nothing, and that must not look like a wall.
  private static List<Finding> direct(Supplier<List<Finding>> probes) {
    try {
      Kernel.Reply pid = Kernel.call(SystemCall.GETPID);
      return pid.value() == ProcessHandle.current().pid()
          ? probes.get()
          : List.of(new Finding("system-calls", false, "unknown: getpid " + pid.words()));
    } catch (LinkageError | RuntimeException e) {
      return List.of(new Finding("system-calls", false, "unknown: no call can be made: " + e));
    }
  }
}
