package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.api.ApiTls;
import dev.ironclaw.controlplane.api.ApiToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// For a program on the other side of a border that files do not cross, such as the app on Windows: what it needs to be let
/// in, over a pipe, so that it stands on no command line. Whoever may run this can read the files too.
@Command(name = "access", mixinStandardHelpOptions = true, description = "Print what a client needs that can't read the "
    + "state folder: the API token, which is a secret, and the SHA-256 of the generated certificate. For a pipe, not for a "
    + "screen.", defaultValueProvider = Main.FromEnvironment.class)
final class AccessVerb implements Callable<Integer> {
  @Spec
  @Nullable
  CommandSpec spec;

  @Mixin
  StateDirOption stateDir = new StateDirOption();

  @Override
  public Integer call() {
    Path folder = stateDir.folder();
    Path file = folder.resolve(ApiToken.FILE);
    try {
      String token = Files.readString(file).strip();
      String fingerprint = ApiTls.kept(folder).orElseThrow(() -> new IronclawException(ErrorCode.CONFIGURATION,
          "access: there is no certificate in " + folder + "; start the control plane with --tls generated"));
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.print("token " + token + "\nfingerprint " + fingerprint + "\n");
      out.flush();
      return 0;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "access: cannot read " + file + "; start the control plane once, as the user who runs this", e);
    }
  }
}
