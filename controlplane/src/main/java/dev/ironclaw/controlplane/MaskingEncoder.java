package dev.ironclaw.controlplane;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.ironclaw.controlplane.leak.LeakListener;
import dev.ironclaw.controlplane.leak.Leaks;
import java.nio.charset.StandardCharsets;

/// Takes out of each line of the log what looks like a secret, whoever put it there: a library quotes a header, an error
/// an address.
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {
  private final Encoder<ILoggingEvent> lines;
  private final Leaks leaks = new Leaks(LeakListener.NOBODY);

  /// @param lines started
  MaskingEncoder(Encoder<ILoggingEvent> lines) {
    this.lines = lines;
  }

  @Override
  public byte[] headerBytes() {
    return lines.headerBytes();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return leaks.masked(new String(lines.encode(event), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return lines.footerBytes();
  }
}
