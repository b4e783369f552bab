package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Named tokens: one for each person and program, each good for what it is for.
@Command(name = "token", description = "Named tokens of the API: one for each person and program.", synopsisSubcommandLabel = "COMMAND")
final class TokenCommand {
  private final Console console;

  TokenCommand(Console console) {
    this.console = console;
  }

  @Command(name = "create", description = {
      "Makes a token and prints its text, once: standard output has the text alone.",
      "Scopes: read (see everything), chat (write to agents), approve (decide; reads too), admin (everything). A chat "
          + "face needs read and chat."})
  int create(
      @Parameters(paramLabel = "NAME", description = "a-z, 0-9 and '-'; stands in decisions and in the audit log.") String name,
      @Option(names = "--scope", required = true, split = ",", paramLabel = "SCOPE", description = "read, chat, approve, "
          + "command or admin; several with commas.") List<String> scopes,
      @Option(names = "--expires", paramLabel = "TIME", description = "How long it is good, for example 30d, 12h, 15m. "
          + "Default: until it is revoked.") @Nullable String expires) {
    Optional<Long> seconds = Optional.ofNullable(expires).map(text -> Span.parse("--expires", text))
        .map(Duration::toSeconds);
    try (ControlPlaneClient client = console.connection().open()) {
      TokenCreated created = client.createToken(new TokenCreateBody(name, scopes, seconds));
      if (console.json()) {
        console.output().json(created);
      } else {
        TokenView token = created.token();
        console.output().note("token " + token.name() + " (" + token.id() + "): " + String.join(", ", token.scopes())
            + token.expiresAt().map(at -> ", until " + at).orElse(", until it is revoked")
            + "; keep its text, it is not shown again:");
        console.output().line(created.text());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "list", aliases = "ls", description = "All named tokens, without their texts, oldest first.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<TokenView> tokens = client.tokens();
      if (console.json()) {
        console.output().json(tokens);
      } else if (tokens.isEmpty()) {
        console.output().line("there is no named token; make one with: ironctl token create NAME --scope SCOPE");
      } else {
        console.output().table(
            List.of("NAME", "STATE", "SCOPES", "LAST USED", "EXPIRES", "CREATED", "BY", "TOKEN"),
            tokens.stream().map(token -> List.of(token.name(), token.state(), String.join(",", token.scopes()),
                token.lastUsedAt().orElse("never"), token.expiresAt().orElse("-"), token.createdAt(),
                token.createdBy(), token.id())).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "revoke", description = "Ends a token now, its open event streams too. Always works.")
  int revoke(@Parameters(paramLabel = "NAME", description = "Its name or its id.") String name) {
    try (ControlPlaneClient client = console.connection().open()) {
      TokenView revoked = client.revokeToken(id(client, name));
      if (console.json()) {
        console.output().json(revoked);
      } else {
        console.output().line("revoked " + revoked.name() + " (" + revoked.id() + ")");
      }
    }
    return ExitCode.OK;
  }

  private static String id(ControlPlaneClient client, String name) {
    if (name.startsWith("tok_")) {
      return name;
    }
    return client.tokens().stream().filter(token -> token.name().equals(name)).findFirst().map(TokenView::id)
        .orElseThrow(() -> new CommandFailure(ExitCode.FAILED,
            "there is no token named '" + name + "'; see ironctl token list"));
  }
}
