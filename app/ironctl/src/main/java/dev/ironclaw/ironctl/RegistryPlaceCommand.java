package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.MessagingGroupBody;
import dev.ironclaw.contract.api.MessagingGroupView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Places where people talk.
@Command(name = "messaging-group", description = "Places where people talk.", synopsisSubcommandLabel = "COMMAND")
final class RegistryPlaceCommand {
  private static final List<String> HEADS = List.of("PLACE", "NAME", "GROUP", "STRANGERS");

  private final Console console;

  RegistryPlaceCommand(Console console) {
    this.console = console;
  }

  @Command(name = "create", description = "Gets a place or makes it. Nobody is wired to a new one, and it is strict, so it "
      + "needs no decision.")
  int create(
      @Option(names = "--channel", required = true, paramLabel = "TYPE", description = "For example slack.") String channel,
      @Option(names = "--platform", required = true, paramLabel = "ID", description = "The place's id there.") String platform,
      @Option(names = "--instance", paramLabel = "NAME", description = "Where a channel has several.") @Nullable String instance,
      @Option(names = "--group", description = "More than one person talks there.") boolean group,
      @Option(names = "--policy", paramLabel = "POLICY", description = "Only strict, or what holds there: a wiring sets "
          + "another, with --strangers.") @Nullable String policy) {
    try (ControlPlaneClient client = console.connection().open()) {
      MessagingGroupView place = client.registry().resolveMessagingGroup(new MessagingGroupBody(channel, platform,
          Optional.ofNullable(instance), group ? Optional.of(true) : Optional.empty(), Optional.ofNullable(policy)));
      if (console.json()) {
        console.output().json(place);
      } else {
        console.output().line(place.id());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "get", description = "One place.")
  int get(@Option(names = "--id", required = true, paramLabel = "PLACE") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      MessagingGroupView place = client.registry().messagingGroup(id);
      if (console.json()) {
        console.output().json(place);
      } else {
        console.output().table(HEADS, List.of(row(place)));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "list", aliases = "ls", description = "All places.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<MessagingGroupView> all = client.registry().messagingGroups();
      if (console.json()) {
        console.output().json(all);
      } else if (all.isEmpty()) {
        console.output().line("there is no place yet");
      } else {
        console.output().table(HEADS, all.stream().map(RegistryPlaceCommand::row).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "wirings", description = "Who listens at a place.")
  int wirings(@Option(names = "--id", required = true, paramLabel = "PLACE") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      RegistryWiringCommand.print(console, client.registry().wirings(id));
    }
    return ExitCode.OK;
  }

  private static List<String> row(MessagingGroupView place) {
    String name = place.channelType() + "/" + place.platformId()
        + (place.instance().isEmpty() ? "" : " (" + place.instance() + ")");
    return List.of(place.id(), name, place.isGroup() ? "yes" : "no", place.unknownSenderPolicy());
  }
}
