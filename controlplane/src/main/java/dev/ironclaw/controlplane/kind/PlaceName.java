package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What names a place where people talk.
///
/// @param instance empty for the channel's only one
public record PlaceName(String channelType, String platformId, String instance) implements Comparable<PlaceName> {
  private static final Pattern CHANNEL_TYPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  static final int MAX_BYTES = 256;

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

  /// A place that somebody names outside of a change, by the same rules.
  ///
  /// @throws IronclawException `INVALID_REQUEST`
  public static PlaceName checked(String channelType, String platformId, String instance) {
    if (!CHANNEL_TYPE.matcher(channelType).matches()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "channelType must match " + CHANNEL_TYPE.pattern());
    }
    requireName("platformId", platformId);
    if (!instance.isEmpty()) {
      requireName("instance", instance);
    }
    return new PlaceName(channelType, platformId, instance);
  }

  private static void requireName(String field, String name) {
    boolean plain = VisibleText.line(name).equals(name) && !name.isBlank() && name.strip().equals(name)
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    if (!plain || Scripts.objection(name).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, field + " is empty, longer than " + MAX_BYTES
          + " bytes, has blanks around it, or holds characters that nobody sees or that look like others: \""
          + VisibleText.brief(name) + "\"");
    }
  }

  /// Of a place that is known.
  public static PlaceName of(MessagingGroup place) {
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

  /// Safe to show, on one line.
  public static String shown(String channelType, String platformId, String instance) {
    return new PlaceName(channelType, platformId, instance).shown();
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
