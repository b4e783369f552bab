package dev.ironclaw.controlplane;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.ironclaw.controlplane.leak.LeakListener;
import dev.ironclaw.controlplane.leak.Leaks;
import java.nio.charset.StandardCharsets;

/// Takes out of each line of the log what looks like a secret, whoever put it there: a library quotes a header, an error
/// an address. By form, whatever the operator chose to be done with forms elsewhere; and by value what this host keeps.
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {
  private final Encoder<ILoggingEvent> lines;
  private final Leaks forms = new Leaks(LeakListener.NOBODY);
  private volatile Leaks known = forms;

  /// @param lines started
  MaskingEncoder(Encoder<ILoggingEvent> lines) {
    this.lines = lines;
  }

  /// @param host knows what this host keeps
  void mask(Leaks host) {
    known = host;
  }

  @Override
  public byte[] headerBytes() {
    return lines.headerBytes();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Leaks now = known;
    String line = now.masked(new String(lines.encode(event), StandardCharsets.UTF_8));
    return (now == forms ? line : forms.masked(line)).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return lines.footerBytes();
  }
}
