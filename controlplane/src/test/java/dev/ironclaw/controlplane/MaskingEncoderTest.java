package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import dev.ironclaw.controlplane.leak.LeakListener;
import dev.ironclaw.controlplane.leak.Leaks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
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

  @Test
  void takesOutWhatThisHostKeepsEvenWithoutAFormOfItsOwn() {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logging.start(context, Main.LogFormat.json);
    Leaks host = new Leaks(LeakListener.NOBODY);
    Logging.mask(context, host);
    host.know("vault:git", List.of("correct \"horse\" battery"));
    String form = "gh" + "p_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6";
    ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) context
        .getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().next();

    String line = new String(console.getEncoder().encode(new LoggingEvent(MaskingEncoderTest.class.getName(),
        context.getLogger("test"), Level.WARN, "step=call said correct \"horse\" battery and {} tail", null,
        new Object[]{form})), StandardCharsets.UTF_8);

    assertThat(line).contains("[REDACTED]", "step=call", "tail").doesNotContain("horse", form.substring(4));
    context.stop();
  }
}
