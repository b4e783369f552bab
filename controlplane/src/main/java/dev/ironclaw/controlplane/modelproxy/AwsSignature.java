package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.Sha256;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signature version 4 of AWS: the key stays here, and what is sent is good for this request and a few minutes.
/// Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
final class AwsSignature {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private AwsSignature() {}

  /// The headers that sign a request, beside its host.
  ///
  /// @param address its path as it is sent; a query is not signed, for there is none
  static Map<String, String> headers(Credential.Aws credential, String method, URI address, ByteBuffer body,
      Instant now) {
    String time = TIME.format(now);
    Map<String, String> signed = new LinkedHashMap<>();
    signed.put("host", address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort());
    signed.put("x-amz-date", time);
    credential.session().ifPresent(token -> signed.put("x-amz-security-token", token));
    String names = String.join(";", signed.keySet());
    String canonical = method + "\n" + path(address.getRawPath()) + "\n\n"
        + signed.entrySet().stream().map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining())
        + "\n" + names + "\n" + hex(digest(body.duplicate()));
    String scope = time.substring(0, 8) + "/" + credential.region() + "/" + credential.service() + "/aws4_request";
    String text = ALGORITHM + "\n" + time + "\n" + scope + "\n" + Sha256.hex(canonical);
    byte[] key = bytes("AWS4" + credential.secret().get());
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    Map<String, String> headers = new LinkedHashMap<>(signed);
    headers.remove("host");
    headers.put("authorization", ALGORITHM + " Credential=" + credential.id() + "/" + scope + ", SignedHeaders=" + names
        + ", Signature=" + hex(hmac(key, text)));
    return headers;
  }

  /// Each segment once more: what is `%3A` on the way is `%253A` in what is signed.
  private static String path(String raw) {
    return Arrays.stream(raw.split("/", -1)).map(segment -> segment.replace("%", "%25"))
        .collect(Collectors.joining("/"));
  }

  private static byte[] digest(ByteBuffer content) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(content);
    return sha256.digest();
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
