package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.UserBody;
import dev.ironclaw.contract.api.UserView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Registered people.
@Command(name = "user", description = "Registered people.", synopsisSubcommandLabel = "COMMAND")
final class RegistryUserCommand {
  private static final List<String> HEADS = List.of("USER", "NAME", "KIND");

  private final Console console;

  RegistryUserCommand(Console console) {
    this.console = console;
  }

  @Command(name = "get", description = "One person.")
  int get(@Option(names = "--id", required = true, paramLabel = "USER") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      UserView user = client.registry().user(id);
      if (console.json()) {
        console.output().json(user);
      } else {
        console.output().table(HEADS, List.of(row(user)));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "list", aliases = "ls", description = "All registered people.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<UserView> all = client.registry().users();
      if (console.json()) {
        console.output().json(all);
      } else if (all.isEmpty()) {
        console.output().line("nobody is registered");
      } else {
        console.output().table(HEADS, all.stream().map(RegistryUserCommand::row).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "put", description = "Registers a person, or gives them another name: shows the card, asks, and does "
      + "it.")
  int put(@Option(names = "--id", required = true, paramLabel = "USER", description = "channel:handle") String id,
      @Option(names = "--kind", paramLabel = "KIND", description = "The channel type; from the id where it is left out.") @Nullable String kind,
      @Option(names = "--name", paramLabel = "TEXT", description = "As people call them.") @Nullable String name,
      @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.putUser(id, new UserBody(Optional.empty(),
        Optional.ofNullable(kind), Optional.ofNullable(name), Optional.empty(), Optional.empty())), act);
  }

  @Command(name = "remove", description = "Registers a person no more: shows the card, asks, and does it.")
  int remove(@Option(names = "--id", required = true, paramLabel = "USER") String id, @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.removeUser(id), act);
  }

  private static List<String> row(UserView user) {
    return List.of(user.id(), user.displayName(), user.kind());
  }
}
