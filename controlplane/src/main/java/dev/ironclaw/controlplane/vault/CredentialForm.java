package dev.ironclaw.controlplane.vault;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.egress.Credentials;
import dev.ironclaw.controlplane.leak.Leaks;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How a secret stands in a request: always in a header. An address is written into logs everywhere, so none stands there.
///
/// @param header in lower case; for `bearer` and `basic` it is `authorization`
record CredentialForm(Kind kind, String header) {
  static final String FORM = "bearer, basic or header:NAME";
  private static final int MAX_CHARS = 8_192;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
  /// What says where a request goes, how long it is and who carries it.
  private static final Set<String> RESERVED = Set.of("host", "connection", "content-length", "content-type", "expect",
      "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "via", "accept-encoding");

  enum Kind {
    BEARER, BASIC, HEADER
  }

  /// @throws IronclawException `INVALID_REQUEST` with the forms that there are
  static CredentialForm parse(String text) {
    String[] parts = text.split(":", 2);
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "bearer" -> new CredentialForm(Kind.BEARER, "authorization");
      case "basic" -> new CredentialForm(Kind.BASIC, "authorization");
      case "header" -> new CredentialForm(Kind.HEADER, header(parts.length == 2 ? parts[1] : ""));
      default -> throw wrong("its form must be " + FORM + (parts[0].startsWith("query")
          ? "; a secret in an address would be in every log on its way"
          : ""));
    };
  }

  private static String header(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!TOKEN.matcher(name).matches() || RESERVED.contains(lower) || lower.startsWith("proxy-")) {
      throw wrong("its header must be a name such as X-Api-Key, and none that steers the request");
    }
    return lower;
  }

  String text() {
    return kind == Kind.HEADER ? "header:" + header : kind.name().toLowerCase(Locale.ROOT);
  }

  /// Without the blanks and line ends around it that copying leaves there.
  ///
  /// @throws IronclawException `INVALID_REQUEST`, without what was given
  String checked(String given) {
    String secret = given.strip();
    // Of USER:PASSWORD a host may answer the password alone.
    int known = kind == Kind.BASIC ? secret.length() - secret.indexOf(':') - 1 : secret.length();
    if (known < Leaks.LEAST_KNOWN || secret.length() > MAX_CHARS) {
      throw wrong("its secret" + (kind == Kind.BASIC ? ", USER:PASSWORD, must have a password of " : " must have ")
          + Leaks.LEAST_KNOWN + " to " + MAX_CHARS
          + " characters: a shorter one could not be kept out of what comes back");
    }
    boolean fits = switch (kind) {
      case BEARER -> secret.matches("[!-~]+");
      case BASIC -> secret.indexOf(':') > 0 && secret.codePoints().noneMatch(Character::isISOControl);
      case HEADER -> secret.matches("[ -~]+");
    };
    if (!fits) {
      throw wrong(
          kind == Kind.BASIC ? "its secret must be USER:PASSWORD" : "its secret must be printable ASCII, one line");
    }
    return secret;
  }

  Credentials.Header header(byte[] secret) {
    String text = new String(secret, StandardCharsets.UTF_8);
    return new Credentials.Header(header, switch (kind) {
      case BEARER -> "Bearer " + text;
      case BASIC -> "Basic " + Base64.getEncoder().encodeToString(secret);
      case HEADER -> text;
    });
  }

  private static IronclawException wrong(String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "keep a credential: " + what);
  }
}
