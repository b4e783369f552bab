package dev.ironclaw.controlplane.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the handlers do not say of themselves: a route's words, bodies and query.
final class OpenApiOperation {
  final String summary;
  final List<Class<?>> body = new ArrayList<>();
  final Map<Integer, Answer> answers = new LinkedHashMap<>();
  final List<Query> query = new ArrayList<>();

  OpenApiOperation(String summary) {
    this.summary = summary;
  }

  OpenApiOperation takes(Class<?> type) {
    body.add(type);
    return this;
  }

  OpenApiOperation gives(Class<?> type) {
    return gives(200, type);
  }

  OpenApiOperation gives(int status, Class<?> type) {
    answers.put(status, new Answer("application/json", List.of(type), false));
    return this;
  }

  OpenApiOperation givesListOf(Class<?> type) {
    answers.put(200, new Answer("application/json", List.of(type), true));
    return this;
  }

  OpenApiOperation givesText(String mediaType) {
    answers.put(200, new Answer(mediaType, List.of(), false));
    return this;
  }

  OpenApiOperation needs(String name) {
    query.add(new Query(name, "string", true));
    return this;
  }

  OpenApiOperation takesText(String... names) {
    for (String name : names) {
      query.add(new Query(name, "string", false));
    }
    return this;
  }

  OpenApiOperation takesNumber(String... names) {
    for (String name : names) {
      query.add(new Query(name, "integer", false));
    }
    return this;
  }

  /// One answer; no type for what is not a record.
  record Answer(String mediaType, List<Class<?>> type, boolean list) {}

  /// One query parameter.
  record Query(String name, String type, boolean required) {}
}
