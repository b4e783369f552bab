package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the host adds to a call so that the upstream knows who pays. Never seen by a box.
public sealed interface Credential {
  /// For an upstream that asks for none, as the mock.
  record None() implements Credential {}

  /// One header on each call.
  ///
  /// @param name for example `x-api-key`
  /// @param secret asked for each call and never kept, so that a rotated key holds at once; the whole header value
  record Header(String name, Supplier<String> secret) implements Credential {
    @Override
    public String toString() {
      return "Header[" + name + "]";
    }
  }

  /// A token of a person's own account at Anthropic, as Claude Code has it.
  ///
  /// @param token asked for each call and never kept
  record Account(Supplier<String> token) implements Credential {
    /// What such a token is taken with.
    static final String BETA = "oauth-2025-04-20";

    @Override
    public String toString() {
      return "Account";
    }
  }

  /// A key of AWS, which signs each request and is never sent.
  ///
  /// @param id the key's name, which is sent
  /// @param secret asked for each call and never kept
  /// @param session of a key that is lent for a while
  record Aws(String region, String service, String id, Supplier<String> secret, Optional<String> session)
      implements
        Credential {
    @Override
    public String toString() {
      return "Aws[" + region + "]";
    }
  }

  /// What it adds to a request.
  ///
  /// @param method as it is sent, as address and body are
  /// @throws IronclawException `CONFIGURATION` for a secret that can't stand in a header
  default Map<String, String> headers(String method, URI address, ByteBuffer body, Instant now) {
    return switch (this) {
      case None() -> Map.of();
      case Header(var name, var secret) -> Map.of(name, word(secret.get()));
      case Account(var token) -> Map.of("authorization", word("Bearer " + token.get()));
      case Aws aws -> AwsSignature.headers(aws, method, address, body, now);
    };
  }

  /// One word, or two, as `Bearer` and a key.
  private static String word(String value) {
    if (!value.matches("[!-~]+( [!-~]+)?")) {
      // Before the client, which would quote it.
      throw new IronclawException(ErrorCode.CONFIGURATION, "call the model: the host's key has a character that no "
          + "key has; give it anew with `ironctl provider add`");
    }
    return value;
  }
}
