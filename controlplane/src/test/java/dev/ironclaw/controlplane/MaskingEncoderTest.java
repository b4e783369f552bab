package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

final class MaskingEncoderTest {
  @Test
  void takesSecretsOutOfMessagesAndOfThrowablesAndLeavesTheLineItsForm() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    JsonEncoder json = new JsonEncoder();
    json.setContext(context);
    json.setWithFormattedMessage(true);
    json.start();
    String secret = "gh" + "p_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6";
    MaskingEncoder masking = new MaskingEncoder(json);
    LoggingEvent event = new LoggingEvent(MaskingEncoderTest.class.getName(), context.getLogger("test"), Level.WARN,
        "step=call key={} tail", new IllegalStateException("no: Authorization: Bearer " + secret.substring(4)),
        new Object[]{secret});

    String line = new String(masking.encode(event), StandardCharsets.UTF_8);

    assertThat(line).contains("[REDACTED]", "step=call", "tail").doesNotContain(secret.substring(4));
    assertThat(JsonMapper.shared().readTree(line).get("level").asString()).isEqualTo("WARN");
  }
}
