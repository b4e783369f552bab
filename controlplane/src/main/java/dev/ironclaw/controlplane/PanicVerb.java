package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.BoxFreezer;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.panic.PanicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The panic where no control plane answers: freezes what runs by the state folder alone, and leaves word for the next
/// start. It takes no lock and no key, so that nothing can keep it.
@Command(name = "panic", mixinStandardHelpOptions = true, description = "Freeze every box of a state folder without a "
    + "control plane; the next one starts stopped.", defaultValueProvider = Main.FromEnvironment.class)
final class PanicVerb implements Callable<Integer> {
  @Spec
  @Nullable
  CommandSpec spec;

  @Mixin
  StateDirOption stateDir = new StateDirOption();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever finds everything stopped.")
  @Nullable
  String reason;

  @Override
  public Integer call() {
    Path wanted = stateDir.folder();
    if (!Files.isDirectory(wanted)) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "panic: there is no state folder " + wanted + "; name the one that the boxes belong to with --state-dir");
    }
    Path state = resolved(wanted);
    Path run = StateFolder.runFolderOf(state);
    int frozen = BoxFreezer.of(run).freeze();
    boolean remembered = remember(state);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(frozen + " processes " + containers(run)
        + "of boxes are frozen. " + (remembered
            ? "The next control plane starts stopped; `ironctl resume` then lets everything go on."
            : "The disk took no note of it: a control plane that starts now knows nothing of this, and ends the boxes."));
    out.println("A control plane that runs all the same has not been told: end it, or use `ironctl panic` once it "
        + "answers.");
    out.flush();
    return remembered ? 0 : 1;
  }

  private static String containers(Path run) {
    try {
      int containers = EngineNote.freeze(run);
      return containers > 0 ? "and " + containers + " containers " : "";
    } catch (IronclawException e) {
      // silent-ok: the words say it, and what else could be frozen stays frozen
      return "(none of a container engine, whose boxes run on: " + e.getMessage() + ") ";
    }
  }

  private boolean remember(Path state) {
    try {
      PanicFile file = PanicFile.in(state);
      if (file.read().isEmpty()) {
        file.write(new Panic(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS), "the command line",
            Optional.ofNullable(reason)));
      }
      return true;
    } catch (IOException e) {
      // silent-ok: the caller says so to the human, and the boxes are frozen all the same
      return false;
    }
  }

  private static Path resolved(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "panic: " + folder + " can't be opened", e);
    }
  }
}
