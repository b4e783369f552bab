package dev.ironclaw.sandbox.probe;

import dev.ironclaw.sandbox.boxclient.Posture;
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
      case "threads" -> Stream.of(LimitProbes.threads());
      case "posture" -> Stream.of(new Finding("posture", true, Posture.measure().toString()));
      case "kernel" -> kernel();
      default -> Stream.<Supplier<List<Finding>>>of(() -> NetworkProbes.run(target), () -> FileProbes.run(target),
          () -> MountProbes.run(target), ProgramProbes::run, () -> PrivilegeProbes.run(target),
          () -> kernel().toList())
          .flatMap(family -> family.get().stream());
    };
  }

  /// Apart, so that these can be run where there is no box at all without writing anywhere.
  private static Stream<Finding> kernel() {
    return Stream.concat(FileProbes.kernel().stream(), Stream.of(ProgramProbes.otherProcesses()));
  }
}
