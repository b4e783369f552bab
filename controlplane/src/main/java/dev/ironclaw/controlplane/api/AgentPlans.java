package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.AgentPutBody.PersonaBody;
import dev.ironclaw.contract.api.AgentView.FallbackView;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.api.RegistryPlans.Wanted;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How an agent gets from what it is to what a document says: the one change that makes it, or one of each kind that
/// differs.
final class AgentPlans {
  private final Registry registry;

  AgentPlans(Registry registry) {
    this.registry = registry;
  }

  List<Wanted> put(AgentGroupId id, AgentPutBody body) {
    if (body.persona().isPresent() && body.personaDocs().flatMap(PersonaBody::instructions).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "'persona' is the 'instructions' of 'personaDocs': give one of the two");
    }
    return registry.agentGroup(id).map(present -> change(present, body)).orElseGet(() -> List.of(create(id, body)));
  }

  private static Wanted create(AgentGroupId id, AgentPutBody body) {
    if (body.revision().isPresent()) {
      throw new IronclawException(ErrorCode.CONFLICT, "there is no agent " + id + " any more");
    }
    ObjectNode after = object().put("id", id.value()).put("name", body.name().orElse(id.value()));
    body.folder().ifPresent(folder -> after.put("folder", folder));
    model(body, after);
    ObjectNode documents = persona(body);
    if (!documents.isEmpty()) {
      after.set("personaDocs", documents);
    }
    body.enabledTools().ifPresent(tools -> after.set("enabledTools", list(tools)));
    return new Wanted(ChangeKind.CREATE_AGENT, Optional.empty(), after);
  }

  private static List<Wanted> change(AgentGroup present, AgentPutBody body) {
    refuseOtherAgent(present, body);
    List<Wanted> wanted = new ArrayList<>();
    ObjectNode documents = persona(body);
    documents.remove(documents.propertyNames().stream()
        .filter(name -> documents.get(name).stringValue().equals(document(present.persona(), name))).toList());
    if (!documents.isEmpty()) {
      wanted.add(new Wanted(ChangeKind.PERSONA, Optional.of(present.id()), documents));
    }
    body.enabledTools().filter(tools -> !tools.stream().sorted().distinct().toList().equals(present.enabledTools()))
        .ifPresent(tools -> wanted.add(new Wanted(ChangeKind.ENABLED_TOOLS, Optional.of(present.id()),
            object().set("tools", list(tools)))));
    boolean sameModel = body.provider().orElse(present.provider()).equals(present.provider())
        && body.model().orElse(present.model()).equals(present.model());
    boolean sameFallback = body.fallback()
        .filter(wish -> !wish.equals(present.fallback().map(now -> new FallbackView(now.provider(), now.model()))
            .orElseGet(() -> new FallbackView("", ""))))
        .isEmpty();
    if (!sameModel || !sameFallback) {
      ObjectNode after = object();
      model(body, after);
      if (sameModel) {
        after.put("model", present.model()); // A change of the kind always names it.
      }
      wanted.add(new Wanted(ChangeKind.MODEL, Optional.of(present.id()), after));
    }
    return wanted;
  }

  /// What no kind of change covers.
  private static void refuseOtherAgent(AgentGroup present, AgentPutBody body) {
    if (body.revision().filter(read -> read != present.revision()).isPresent()) {
      throw new IronclawException(ErrorCode.CONFLICT,
          "the agent " + present.id() + " was changed since you read it: it "
              + "is at revision " + present.revision() + " now; read it again");
    }
    boolean renamed = body.name().filter(name -> !name.equals(present.name())).isPresent();
    boolean moved = body.folder().filter(folder -> !folder.equals(present.folder())).isPresent();
    if (renamed || moved) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "an agent keeps its name (" + present.name()
          + ") and its folder (" + present.folder() + "): leave them out, or create another agent");
    }
  }

  private static void model(AgentPutBody body, ObjectNode after) {
    body.provider().ifPresent(provider -> after.put("provider", provider));
    body.model().ifPresent(model -> after.put("model", model));
    body.fallback().ifPresent(other -> {
      if (other.provider().isBlank()) {
        after.put("fallback", "none");
      } else {
        after.set("fallback", object().put("provider", other.provider()).put("model", other.model()));
      }
    });
  }

  private static ObjectNode persona(AgentPutBody body) {
    ObjectNode documents = object();
    body.personaDocs().ifPresent(docs -> {
      docs.identity().ifPresent(text -> documents.put("identity", text));
      docs.soul().ifPresent(text -> documents.put("soul", text));
      docs.instructions().ifPresent(text -> documents.put("instructions", text));
    });
    body.persona().ifPresent(text -> documents.put("instructions", text));
    return documents;
  }

  private static String document(Persona persona, String name) {
    return switch (name) {
      case "identity" -> persona.identity();
      case "soul" -> persona.soul();
      default -> persona.instructions();
    };
  }

  private static ArrayNode list(List<String> names) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    names.forEach(list::add);
    return list;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
