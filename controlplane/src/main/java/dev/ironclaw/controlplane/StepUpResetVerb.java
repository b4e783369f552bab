package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.atrest.DataKeyRotation;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.stepup.StepUps;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The way back for whoever lost their authenticator: it takes the state folder and its key, so whoever can do this could
/// read and write everything anyway. Only while no control plane runs; the audit log has it.
@Command(name = "step-up-reset", mixinStandardHelpOptions = true, description = "Take an operator's second factor away "
    + "without a code, while the control plane is stopped. It stands in the audit log.", defaultValueProvider = Main.FromEnvironment.class)
final class StepUpResetVerb implements Callable<Integer> {
  @Spec
  @Nullable
  CommandSpec spec;

  @Mixin
  StateDirOption stateDir = new StateDirOption();

  @Option(names = "--operator", paramLabel = "NAME", required = true, description = "Name of the token, or local.")
  String operator = "";

  @Option(names = "--master-key", paramLabel = "auto|keychain|file|command", description = "Where the master key lies. Default: "
      + "${DEFAULT-VALUE}")
  String masterKey = "auto";

  @Option(names = "--master-key-command", paramLabel = "PROGRAM ARGUMENTS", description = "Prints the master key.")
  @Nullable
  String masterKeyCommand;

  @Override
  public Integer call() {
    Path wanted = stateDir.folder();
    MasterKeyChoice key = new MasterKeyChoice(masterKey, Optional.ofNullable(masterKeyCommand));
    boolean there = reset(wanted, key);
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(there
        ? "operator:" + operator + " has no second factor any more; `ironctl step-up enroll` sets up a new one."
        : "operator:" + operator + " had no second factor.");
    out.flush();
    return there ? 0 : 1;
  }

  private boolean reset(Path wanted, MasterKeyChoice key) {
    Clock clock = Clock.systemUTC();
    try (StateFolder state = StateFolder.existing(wanted)) {
      Keyring keyring = Keyring.open(state.root(), Assembly.places(key, state.root()));
      DataKeyRotation.finish(state.root(), keyring);
      try (
          Database database = Database.open(state.root().resolve("state.db"), keyring.derived("state.db"),
              StateSchema.current());
          AuditLog audit = AuditLog.open(database, state.root(), keyring.auditSigning(),
              keyring.auditSealing().getFirst(), clock)) {
        return new StepUps(new StateLedger(database, audit), keyring, clock, new SecureRandom()).reset(operator,
            "the command line");
      }
    }
  }
}
