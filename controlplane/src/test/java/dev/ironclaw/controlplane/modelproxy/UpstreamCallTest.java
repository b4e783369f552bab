package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.modelproxy.Breakers.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class UpstreamCallTest {
  private final CallFixture fixture = new CallFixture();
  private final List<Outcome> outcomes = new ArrayList<>();

  private UpstreamCall call(Runnable reset) {
    return new UpstreamCall(CallFixture.REQUEST, Wire.AS_IT_IS, ModelLimits.DEFAULT, fixture.calls::add,
        fixture.ends(reset), new ModelGuard.Admission() {
        }, outcomes::add, Optional.empty(), false);
  }

  private String toldOf(SSLException failure) {
    call(() -> {}).onComplete(CallFixture.failed(failure));
    return String.valueOf(fixture.told.join().getMessage());
  }

  @Test
  void breaksTheBoxesStreamWhereTheFirstBytesLeaveWhileItIsStopped() {
    call(() -> {
      throw new IllegalStateException("Committed");
    }).stopped();
    assertThat(fixture.broken).isCompletedWithValueMatching(
        failure -> String.valueOf(failure.getMessage()).contains("a person stopped the answer"));
    assertThat(fixture.told).isNotDone();
  }

  @Test
  void tellsOfACertificateThatIsNotTrusted() {
    assertThat(toldOf(new SSLHandshakeException("unable to find a path"))).contains("no certificate that is trusted");
    assertThat(outcomes).containsExactly(Outcome.UNREACHED);
  }

  @Test
  void blamesNoCertificateWhereASafeConnectionBreaks() {
    assertThat(toldOf(new SSLException("bad record"))).contains("broke off before its answer");
    assertThat(outcomes).containsExactly(Outcome.FAILED);
  }

  @Test
  void gathersSingleBytesWithFewCopies() {
    Set<ByteBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    ByteBuffer there = ByteBuffer.allocate(0);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      String letter = String.valueOf((char) ('a' + i % 26));
      all.append(letter);
      there = UpstreamCall.joined(there, ByteBuffer.wrap(letter.getBytes(StandardCharsets.UTF_8)));
      buffers.add(there);
    }
    assertThat(StandardCharsets.UTF_8.decode(there).toString()).isEqualTo(all.toString());
    assertThat(buffers).hasSizeLessThan(20);
  }
}
