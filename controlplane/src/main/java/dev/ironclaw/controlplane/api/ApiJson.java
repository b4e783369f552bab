package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.annotation.JsonInclude;

/// JSON of the API: camelCase out and nothing that is absent; in, keys in any case, and nothing unknown, doubled or of
/// another type than it should be.
final class ApiJson {
  static final JsonMapper MAPPER = JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .withCoercionConfig(LogicalType.Textual,
          text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
              .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
              .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
      .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT)).build();

  private final int maxBytes;

  ApiJson(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// The request's body.
  ///
  /// @throws IronclawException `TOO_LARGE`, `INVALID_REQUEST`
  <T> T read(Context ctx, Class<T> type) {
    byte[] body = bytes(ctx);
    if (body.length == 0) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "a JSON body is needed");
    }
    return parsed(body, type);
  }

  /// As [#read], for a route whose body may be left out.
  <T> T readOr(Context ctx, Class<T> type, T ifLeftOut) {
    byte[] body = bytes(ctx);
    return body.length == 0 ? ifLeftOut : parsed(body, type);
  }

  private static <T> T parsed(byte[] body, Class<T> type) {
    try {
      return MAPPER.readValue(body, type);
    } catch (JacksonException e) {
      if (e.getCause() instanceof IronclawException known) {
        throw known;
      }
      throw new IronclawException(ErrorCode.INVALID_REQUEST, describe(e), e);
    }
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static Object plain(JsonNode value) {
    return MAPPER.convertValue(value, Object.class);
  }

  private byte[] bytes(Context ctx) {
    // The declared length saves reading; a chunked body declares none and is counted.
    if (ctx.req().getContentLengthLong() > maxBytes) {
      throw tooLarge();
    }
    try {
      InputStream in = ctx.req().getInputStream();
      byte[] body = in.readNBytes(maxBytes + 1);
      if (body.length > maxBytes) {
        throw tooLarge();
      }
      return body;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "the body broke off", e);
    }
  }

  private IronclawException tooLarge() {
    return new IronclawException(ErrorCode.TOO_LARGE, "the body is larger than " + maxBytes + " bytes");
  }

  private static String describe(JacksonException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown -> "unknown field '" + unknown.getPropertyName() + "'; accepted are "
          + unknown.getKnownPropertyIds().stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
      case DatabindException wrong -> "the body's value at '" + path(wrong) + "' has the wrong type";
      case StreamReadException broken -> "the body is not valid JSON, see line " + broken.getLocation().getLineNr()
          + ", column " + broken.getLocation().getColumnNr();
      default -> "the body is not valid JSON";
    };
  }

  private static String path(DatabindException e) {
    return e.getPath().stream().map(step -> step.getPropertyName() == null
        ? "[" + step.getIndex() + "]"
        : step.getPropertyName()).collect(Collectors.joining("."));
  }
}
