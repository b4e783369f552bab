package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What names a place where people talk.
///
/// @param instance empty for the channel's only one
record PlaceName(String channelType, String platformId, String instance) implements Comparable<PlaceName> {
  private static final Pattern CHANNEL_TYPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final int MAX_BYTES = 256;

  /// Takes `channelType`, `platformId` and `instance` out of an object.
  static PlaceName read(Fields fields, Fields.Schema schema) {
    String channelType = fields.requiredIdentifier("channelType", MAX_BYTES);
    if (!CHANNEL_TYPE.matcher(channelType).matches()) {
      throw schema.invalid("\"channelType\" must match " + CHANNEL_TYPE.pattern());
    }
    return new PlaceName(channelType, fields.requiredIdentifier("platformId", MAX_BYTES),
        fields.any("instance").filter(value -> !(value.isString() && value.stringValue().isEmpty()))
            .map(value -> schema.identifier("\"instance\"", value, MAX_BYTES)).orElse(""));
  }

  static PlaceName of(MessagingGroup place) {
    return new PlaceName(place.channelType(), place.platformId(), place.instance());
  }

  Optional<MessagingGroup> find(Basis base) {
    return base.places().find(channelType, platformId, instance);
  }

  RegistryEdit.Place toEdit(boolean isGroup) {
    return new RegistryEdit.Place(channelType, platformId, instance, isGroup);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("channelType", channelType).put("platformId",
        platformId);
    return instance.isEmpty() ? json : json.put("instance", instance);
  }

  String shown() {
    return VisibleText.line(channelType + "/" + platformId + (instance.isEmpty() ? "" : " (" + instance + ")"));
  }

  @Override
  public int compareTo(PlaceName other) {
    int byChannel = channelType.compareTo(other.channelType);
    int byPlatform = byChannel != 0 ? byChannel : platformId.compareTo(other.platformId);
    return byPlatform != 0 ? byPlatform : instance.compareTo(other.instance);
  }
}
