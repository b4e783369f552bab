package dev.ironclaw.controlplane.isolation;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A control plane in small, to be killed by a test: launches one box, prints its id, waits for ever.
final class LaunchMain {
  private LaunchMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    TestBoxes boxes = new TestBoxes(Path.of(arguments[0]));
    boolean accept = Boolean.parseBoolean(arguments[1]);
    List<String> program = Arrays.asList(arguments).subList(3, arguments.length);
    Isolator isolator = new RunscIsolator(boxes.settings(accept), new ProcessRunner());
    Box box = isolator.launch(boxes.spec(boxes.busybox(program),
        Optional.of(new SandboxSpec.Workspace(boxes.mount(arguments[2]), false)), SandboxSpec.Limits.DEFAULT));
    System.out.println(box.id());
    new CountDownLatch(1).await();
  }

  /// The id of its box, once it runs; a library may print something first.
  static String id(Process started) {
    return started.inputReader().lines().filter(line -> line.startsWith("box_")).findFirst().orElseThrow();
  }

  /// Starts this program in a JVM of its own with our class path.
  static Process start(TestBoxes boxes, String workspace, String... program) throws java.io.IOException {
    List<String> command = new java.util.ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), LaunchMain.class.getName(), boxes.top.toString(), "false",
            workspace));
    command.addAll(List.of(program));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
