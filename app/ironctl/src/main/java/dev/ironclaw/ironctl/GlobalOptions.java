package dev.ironclaw.ironctl;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Control IronClaw from the command line: talk to agents, decide what they may do, see and prove what happened.
///
/// Its options may stand anywhere on the line.
@Command(name = "ironctl", synopsisSubcommandLabel = "COMMAND", description = {
    "Talk to agents, decide what they may do, see and prove what happened.", "",
    "Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 denied, 4 control plane not running, 5 done in part.", ""})
final class GlobalOptions {
  @Option(names = "--addr", paramLabel = "URL", scope = ScopeType.INHERIT, description = "Address of the control plane. "
      + "Default: $IRONCLAW_CONTROLPLANE_URL, else api.sock in the state folder, else http://127.0.0.1:8787.")
  @Nullable
  String addr;

  @Option(names = "--ca", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "PEM file with the authority of an "
      + "https address's certificate, or that itself. Default: $IRONCLAW_CA, else this machine's authorities.")
  @Nullable
  String ca;

  @Option(names = {"-h",
      "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help and exit.")
  boolean help;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON for scripts.")
  boolean json;

  @Option(names = "--profile", paramLabel = "NAME", scope = ScopeType.INHERIT, description = "Which control plane of those "
      + "that ironctl config names. Default: $IRONCLAW_PROFILE.")
  @Nullable
  String profile;

  @Option(names = "--state-dir", paramLabel = "DIR", scope = ScopeType.INHERIT, description = "State folder of a control "
      + "plane on this machine, for its socket, token and audit log.")
  @Nullable
  String stateDir;

  @Option(names = "--tls-fingerprint", paramLabel = "HEX", scope = ScopeType.INHERIT, description = "SHA-256 of the one "
      + "certificate that an https address may show; the control plane prints it at start. Default: "
      + "$IRONCLAW_TLS_FINGERPRINT.")
  @Nullable
  String tlsFingerprint;

  @Option(names = "--token", paramLabel = "TOKEN", scope = ScopeType.INHERIT, description = "API token; - reads it from "
      + "standard input, which keeps it out of the process list. Default: $IRONCLAW_API_TOKEN, else api-token in the "
      + "state folder.")
  @Nullable
  String token;
}
