package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.McpRegisterPayload.Address;
import dev.ironclaw.controlplane.kind.McpRegisterPayload.Command;
import dev.ironclaw.controlplane.kind.McpRegisterPayload.Register;
import dev.ironclaw.controlplane.kind.McpRegisterPayload.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which MCP servers this host knows; an agent reaches one only by a change of its own.
record McpRegisterKind() implements Kind<McpRegisterPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.MCP_REGISTER;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.RED);
  }

  @Override
  public boolean needsAgent() {
    return false;
  }

  @Override
  public boolean isForPeopleAlone() {
    return true;
  }

  @Override
  public McpRegisterPayload parse(JsonNode after, Basis base) {
    return McpRegisterPayload.parse(after);
  }

  @Override
  public Optional<String> objection(McpRegisterPayload payload, Basis base) {
    return switch (payload) {
      case Register _ -> Optional.empty();
      case Remove(String name) -> Optional.of("no MCP server is named " + name + ": nothing to change");
    };
  }

  @Override
  public CardParts card(McpRegisterPayload payload, Basis base) {
    return switch (payload) {
      case Register register -> {
        List<String> lines = lines(register);
        yield new CardParts("Register the MCP server " + register.name(), Risk.RED, List.of(switch (register.way()) {
          case Command command -> "run a program on this host: " + VisibleText.line(command.command());
          case Address address -> "call " + VisibleText.line(address.url());
        }), List.of(), List.of(new ChangeCard.Difference("MCP server " + register.name(), "(none)",
            String.join("\n", lines))));
      }
      case Remove(String name) -> new CardParts("Forget the MCP server " + name, Risk.GREEN, List.of(),
          List.of("call " + name), List.of());
    };
  }

  private static List<String> lines(Register register) {
    List<String> lines = new ArrayList<>();
    lines.add("name: " + register.displayName());
    if (!register.description().isEmpty()) {
      lines.add("description: " + register.description());
    }
    switch (register.way()) {
      case Command command -> {
        lines.add("command: " + command.command());
        command.args().forEach(arg -> lines.add("argument: " + VisibleText.line(arg)));
        lines.add("folder: " + (command.dir().isEmpty() ? "(none)" : command.dir()));
        lines.add("image: " + (command.image().isEmpty() ? "(none)" : command.image()));
        McpRegisterPayload.masked(command.env()).forEach(line -> lines.add("environment: " + line));
      }
      case Address address -> {
        lines.add("url: " + address.url());
        McpRegisterPayload.masked(address.headers()).forEach(line -> lines.add("header: " + line));
      }
    }
    return lines;
  }

  @Override
  public JsonNode before(McpRegisterPayload payload, Basis base) {
    return switch (payload) {
      case Register register -> new Remove(register.name()).toJson();
      case Remove remove -> remove.toJson();
    };
  }

  @Override
  public Optional<String> unavailable(McpRegisterPayload payload) {
    return Optional.of("the MCP broker, which runs and calls such servers, comes with a later version");
  }
}
