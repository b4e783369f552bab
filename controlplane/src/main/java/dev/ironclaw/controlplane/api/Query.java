package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Query parameters, their names in any case.
final class Query {
  private Query() {}

  static Optional<String> text(Context ctx, String name) {
    return ctx.queryParamMap().entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue).flatMap(List::stream).findFirst().filter(value -> !value.isEmpty());
  }

  /// Whether it stands there, with no value or any but `false`.
  static boolean flag(Context ctx, String name) {
    return ctx.queryParamMap().entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue).flatMap(List::stream).anyMatch(value -> !value.equalsIgnoreCase("false"));
  }

  static String required(Context ctx, String name) {
    return text(ctx, name).orElseThrow(
        () -> new IronclawException(ErrorCode.INVALID_REQUEST, "the query parameter '" + name + "' is missing"));
  }

  /// A place in a numbered log.
  static Optional<Long> seq(Context ctx, String name) {
    Optional<String> given = text(ctx, name);
    if (given.isPresent() && !given.get().matches("[0-9]{1,18}")) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, name + " must be the seq of an entry");
    }
    return given.map(Long::parseLong);
  }

  /// A whole number from 0 on; larger ones than `most` are cut to it.
  static int count(Context ctx, String name, int otherwise, int most) {
    Optional<String> given = text(ctx, name);
    if (given.isPresent() && !given.get().matches("[0-9]{1,9}")) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, name + " must be a whole number from 0 on");
    }
    return given.map(Integer::parseInt).map(number -> Math.min(number, most)).orElse(otherwise);
  }

  /// A count from 1 on; larger ones than `most` are cut to it.
  static int limit(Context ctx, int otherwise, int most) {
    Optional<String> given = text(ctx, "limit");
    if (given.isEmpty()) {
      return otherwise;
    }
    if (!given.get().matches("0*[1-9][0-9]{0,8}")) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "limit must be a whole number from 1 on");
    }
    return Math.min(Integer.parseInt(given.get()), most);
  }
}
