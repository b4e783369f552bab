package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.IronclawException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What an ordinary user's control plane does with boxes, one line for each step.
final class RootlessMain {
  private RootlessMain() {}

  public static void main(String[] arguments) throws Exception {
    TestBoxes boxes = new TestBoxes(Files.createDirectories(Path.of(arguments[0])));
    try {
      new RunscIsolator(boxes.settings(false), new ProcessRunner()).launch(boxes.spec(TestBoxes.java("--version")));
      System.out.println("refused-without-yes=false");
    } catch (IronclawException e) {
      System.out.println("refused-without-yes=" + e.toString().contains("--accept-unenforced-limits"));
    }
    RunscIsolator isolator = new RunscIsolator(boxes.settings(true), new ProcessRunner());
    System.out.println(isolator.fingerprint());
    Box version = isolator.launch(boxes.spec(TestBoxes.java("--version")));
    System.out.println("exit=" + version.exit().get(60, TimeUnit.SECONDS).code());
    System.out.println("version=" + version.output().replaceAll("(?s)^\\w+ ([0-9]+).*", "$1"));
    Box probes = isolator.launch(new SandboxSpec(TestBoxes.newId(), new dev.ironclaw.contract.AgentGroupId("probe"),
        ImageFolder.load(TestBoxes.imageFolder()).probes(), boxes.mount("sock"), Optional.empty(),
        SandboxSpec.Limits.DEFAULT, List.of("--family=posture")));
    probes.exit().get(60, TimeUnit.SECONDS);
    System.out.println(probes.output());
    Box agent = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));
    System.out.println("limits=" + agent.outside().limits());
    agent.stop(Duration.ofSeconds(5));
    System.out.println("stopped=" + agent.exit().isDone());
    System.out.println("traces=" + RunscTraces.of(boxes));
    System.exit(0);
  }
}
