package dev.ironclaw.controlplane.modelproxy;

import java.util.Arrays;
import java.util.Optional;

/// What a box says to a model, and the one path of the model door that it says it on. Which address that becomes is the
/// upstream's row alone.
public enum Dialect {
  ANTHROPIC("anthropic", "/v1/messages"), OPENAI("openai", "/v1/chat/completions"), OPENAI_RESPONSES("openai-responses",
      "/v1/responses"), GEMINI("gemini", "/v1beta/models/*:streamGenerateContent");

  private static final String ANY = "*";

  private final String wireName;
  private final String path;

  Dialect(String wireName, String path) {
    this.wireName = wireName;
    this.path = path;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<Dialect> ofWireName(String name) {
    return Arrays.stream(values()).filter(dialect -> dialect.wireName.equals(name)).findFirst();
  }

  /// Whether a box that speaks this may post there. A model's name in the path is one segment, and is not looked at: the
  /// host writes its own.
  boolean isPath(String posted) {
    int any = path.indexOf(ANY);
    if (any < 0) {
      return posted.equals(path);
    }
    String head = path.substring(0, any);
    String tail = path.substring(any + 1);
    return posted.length() > head.length() + tail.length() && posted.startsWith(head) && posted.endsWith(tail)
        && posted.substring(head.length(), posted.length() - tail.length()).matches("[A-Za-z0-9._@%-]{1,160}");
  }

  /// Whether the body names the model.
  boolean namesModel() {
    return path.indexOf(ANY) < 0;
  }

  @Override
  public String toString() {
    return wireName;
  }
}
