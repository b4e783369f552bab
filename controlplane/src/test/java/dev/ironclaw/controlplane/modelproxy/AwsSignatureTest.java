package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Held to AWS's own published examples (the test suite of signature version 4).
final class AwsSignatureTest {
  private static final Instant WHEN = Instant.parse("2015-08-30T12:36:00Z");
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static Credential.Aws credential(Optional<String> session) {
    return new Credential.Aws("us-east-1", "service", "AKIDEXAMPLE", () -> SECRET, session);
  }

  private static Map<String, String> sign(String method, String address, Optional<String> session, String body) {
    return AwsSignature.headers(credential(session), method, URI.create(address),
        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), WHEN);
  }

  @Test
  void signsAsThePublishedExamplesDo() {
    assertThat(sign("GET", "https://example.amazonaws.com/", Optional.empty(), "")).containsEntry("x-amz-date",
        "20150830T123600Z").containsEntry("authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, "
                + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    assertThat(sign("POST", "https://example.amazonaws.com/", Optional.empty(), "").get("authorization"))
        .endsWith("Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  }

  @Test
  void signsAnotherBodyPathAndSessionOtherwise() {
    String plain = sign("POST", "https://example.amazonaws.com/model/a%3A0/invoke", Optional.empty(), "{}")
        .get("authorization");
    assertThat(plain).isNotEqualTo(
        sign("POST", "https://example.amazonaws.com/model/a%3A0/invoke", Optional.empty(), "{ }").get("authorization"))
        .isNotEqualTo(
            sign("POST", "https://example.amazonaws.com/model/a:0/invoke", Optional.empty(), "{}")
                .get("authorization"));
    assertThat(sign("POST", "https://example.amazonaws.com/", Optional.of("lent"), "{}"))
        .containsEntry("x-amz-security-token", "lent").hasEntrySatisfying("authorization",
            value -> assertThat(value).contains("SignedHeaders=host;x-amz-date;x-amz-security-token,"));
  }

  @Test
  void neverSendsOrShowsTheSecret() {
    assertThat(
        sign("GET", "https://example.amazonaws.com/", Optional.of("s"), "").toString() + credential(Optional.empty()))
        .doesNotContain(SECRET);
  }
}
