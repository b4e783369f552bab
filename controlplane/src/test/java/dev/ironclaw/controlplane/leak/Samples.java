package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/// Secrets of every form, made up anew by each run from a seed, so that no file holds one.
final class Samples {
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";
  static final String LETTERS_DIGITS = SMALL + SMALL.toUpperCase(Locale.ROOT) + DIGITS;
  static final String HEX = DIGITS + "abcdef";

  private Samples() {}

  static String random(String alphabet, int count, long seed) {
    Random random = new Random(seed);
    return random.ints(count, 0, alphabet.length()).mapToObj(i -> String.valueOf(alphabet.charAt(i)))
        .collect(Collectors.joining());
  }

  private static String any(int count, long seed) {
    return random(LETTERS_DIGITS, count - 1, seed) + "7";
  }

  static String webToken(long seed) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
        + encoder.encodeToString("{\"sub\":\"1234567890\"}".getBytes(StandardCharsets.UTF_8)) + "." + any(43, seed);
  }

  static String key(String kind, String lineEnd, long seed) {
    return "-----BEGIN " + kind + "-----" + lineEnd + any(64, seed) + lineEnd + any(64, seed + 1) + lineEnd
        + "-----END " + kind + "-----";
  }

  /// The secret of one name.
  static String of(String name, long seed) {
    return Optional.ofNullable(all(seed).get(name)).orElseThrow();
  }

  /// A secret for each name.
  static Map<String, String> all(long seed) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("openai_api_key", "sk-" + any(48, seed));
    all.put("anthropic_api_key", "sk-ant-" + "api03-" + any(93, seed));
    all.put("anthropic_oauth_token", "sk-ant-" + "oat01-" + any(80, seed));
    all.put("openrouter_api_key", "sk-or-" + "v1-" + random(HEX, 64, seed));
    all.put("aws_access_key", "AK" + "IA" + random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16, seed));
    all.put("github_token", "gh" + "p_" + any(36, seed));
    all.put("github_fine_grained_pat", "github" + "_pat_" + any(22, seed) + "_" + any(59, seed + 1));
    all.put("stripe_api_key", "sk" + "_live_" + any(24, seed));
    all.put("nearai_session", "sess" + "_" + any(40, seed));
    all.put("pem_private_key", key("RSA PRIVATE" + " KEY", "\n", seed));
    all.put("ssh_private_key", key("OPENSSH PRIVATE" + " KEY", "\n", seed));
    all.put("pgp_private_key", key("PGP PRIVATE" + " KEY BLOCK", "\n", seed));
    all.put("google_api_key", "AI" + "za" + any(35, seed));
    all.put("slack_token", "xox" + "b-" + random(DIGITS, 12, seed) + "-" + any(24, seed));
    all.put("twilio_api_key", "S" + "K" + random(HEX, 32, seed));
    all.put("sendgrid_api_key", "SG" + "." + any(22, seed) + "." + any(43, seed + 1));
    all.put("telegram_bot_token", "1234567890" + ":AA" + any(33, seed));
    all.put("groq_api_key", "gsk" + "_" + any(52, seed));
    all.put("sandbox_credential_placeholder", "icsbx" + "_" + any(24, seed));
    all.put("bearer_token", "Bearer " + any(40, seed));
    all.put("auth_header", "Authorization: Token " + any(40, seed));
    all.put("bare_jwt", webToken(seed));
    all.put("high_entropy_hex", random(HEX, 64, seed));
    all.put("high_entropy_secret", "client_secret = \"" + any(40, seed) + "\"");
    return all;
  }
}
