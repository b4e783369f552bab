package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

final class ModelProxyTest {
  private final CallFixture fixture = new CallFixture();

  @Test
  void endsACallThatCannotBeSent() {
    List<ModelCall> admissionsOver = new ArrayList<>();
    ProxyParts parts = fixture.parts((_, _) -> new ModelGuard.Admission() {
      @Override
      public void end(ModelCall call) {
        admissionsOver.add(call);
      }
    }, "nowhere:at-all");
    try (ModelProxy proxy = new ModelProxy(parts)) {
      assertThat(catchThrowable(() -> proxy.forward(CallFixture.REQUEST, fixture.response(() -> {}), Callback.NOOP,
          () -> {}, fixture.told::complete))).as("told to the caller").isNotNull();
      assertThat(fixture.told).as("not told twice").isNotDone();
      assertThat(admissionsOver).extracting(ModelCall::end).containsExactly(End.REFUSED);
      assertThat(fixture.calls).hasSize(1);
      proxy.cut();
      assertThat(fixture.told).as("it runs no more").isNotDone();
    }
  }
}
