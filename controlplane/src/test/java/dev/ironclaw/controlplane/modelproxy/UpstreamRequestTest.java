package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

final class UpstreamRequestTest {
  private static final HttpFields SAID = HttpFields.build().put("anthropic-version", "2023-06-01")
      .put("authorization", "Bearer of-the-box").put("x-api-key", "of-the-box")
      .add("anthropic-beta", "claude-code-20250219,code-execution-2025-08-25, interleaved-thinking-2025-05-14")
      .add("anthropic-beta", "mcp-client-2025-04-04,files-api-2025-04-14");

  private static HttpFields headers(Dialect dialect, Credential credential) {
    URI base = URI.create("https://models.example");
    Upstream upstream = new Upstream("a", "A", dialect, base, "/v1/messages", credential, Optional.empty());
    return UpstreamRequest.post(upstream, base, SAID, ByteBuffer.allocate(1), Instant.EPOCH).headers();
  }

  @Test
  void letsOnlyWordsPassThatReachNothing() {
    assertThat(headers(Dialect.ANTHROPIC, new Credential.None()).getField("anthropic-beta").getValue())
        .isEqualTo("claude-code-20250219,interleaved-thinking-2025-05-14");
    assertThat(headers(Dialect.OPENAI, new Credential.None()).contains("anthropic-beta")).isFalse();
  }

  @Test
  void addsAnAccountsTokenAndItsWord() {
    HttpFields headers = headers(Dialect.ANTHROPIC, new Credential.Account(() -> "sk-ant-oat01-secret"));
    assertThat(headers.get("authorization")).isEqualTo("Bearer sk-ant-oat01-secret");
    assertThat(headers.contains("x-api-key")).isFalse();
    assertThat(headers.getField("anthropic-beta").getValue()).isEqualTo(
        "claude-code-20250219,interleaved-thinking-2025-05-14,oauth-2025-04-20");
    assertThat(new Credential.Account(() -> "sk-ant-oat01-secret").toString()).doesNotContain("secret");
  }
}
