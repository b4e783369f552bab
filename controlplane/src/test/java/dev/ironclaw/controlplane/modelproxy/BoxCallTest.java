package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

final class BoxCallTest {
  private final CallFixture fixture = new CallFixture();
  private final List<String> admitted = new CopyOnWriteArrayList<>();
  private final List<UpstreamCall> sent = new ArrayList<>();
  private Runnable betweenTheTries = () -> {};

  private final class Admitted implements ModelGuard.Admission {
    @Override
    public void end(ModelCall call) {
      if (call.end() == End.FELL_BACK) {
        betweenTheTries.run();
      }
    }
  }

  private BoxCall call(ModelGuard guard) {
    ProxyParts parts = fixture.parts(guard).withFallbacks(_ -> Optional.of(CallFixture.OTHER));
    return new BoxCall(parts, new Breakers(Clock.systemUTC(), (_, _, _) -> {}), (call, _) -> sent.add(call),
        CallFixture.REQUEST, fixture.ends(() -> {}));
  }

  private ModelGuard noting() {
    return (_, upstream) -> {
      admitted.add(upstream.name());
      return new Admitted();
    };
  }

  private void endsBetweenTheTries(Consumer<BoxCall> how) {
    BoxCall call = call(noting());
    betweenTheTries = () -> how.accept(call);
    call.begin();
    sent.getFirst().onComplete(CallFixture.failed(new ConnectException("nobody")));
  }

  @Test
  void asksNoFallBackOnceAPersonStoppedTheTurn() throws Exception {
    endsBetweenTheTries(BoxCall::stopped);
    assertThat(fixture.told.get(60, TimeUnit.SECONDS)).hasMessageContaining("a person stopped the answer");
    assertThat(admitted).containsExactly("own");
  }

  @Test
  void asksNoFallBackForABoxThatHungUp() throws Exception {
    endsBetweenTheTries(BoxCall::hungUp);
    assertThat(fixture.broken.get(60, TimeUnit.SECONDS)).isInstanceOf(EofException.class);
    assertThat(admitted).containsExactly("own");
  }

  @Test
  void givesItsPlaceBackThoughTheHostItselfIsBroken() {
    StackOverflowError broken = new StackOverflowError("the host's own");
    BoxCall call = call((_, _) -> new ModelGuard.Admission() {
      @Override
      public ByteBuffer request(ByteBuffer body) {
        throw broken;
      }
    });
    assertThat(catchThrowable(call::begin)).isSameAs(broken);
    assertThat(fixture.calls).extracting(ModelCall::end).containsExactly(End.REFUSED);
  }

  @Test
  void tellsTheBoxOfAFallBackThatTheHostCouldNotTry() throws Exception {
    BoxCall call = call((_, upstream) -> {
      if (upstream.name().equals("second")) {
        throw new StackOverflowError("the host's own");
      }
      return new Admitted();
    });
    call.begin();
    sent.getFirst().onComplete(CallFixture.failed(new ConnectException("nobody")));
    IronclawException told = fixture.told.get(60, TimeUnit.SECONDS);
    assertThat(told).hasMessageContaining("the host failed");
  }
}
