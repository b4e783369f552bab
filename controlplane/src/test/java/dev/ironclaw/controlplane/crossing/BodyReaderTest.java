package dev.ironclaw.controlplane.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
  private final List<ErrorCode> failures = new ArrayList<>();
  private long held;

  private final Allowance budget = new Allowance() {
    @Override
    public boolean reserve(long bytes) {
      held += bytes;
      return true;
    }

    @Override
    public void release(long bytes) {
      held -= bytes;
    }
  };

  @Test
  void tellsAndGivesBackWhereReadingEndsInAnError() {
    Request request = request(() -> {
      throw new StackOverflowError("deep");
    });
    read(request, () -> {});
    assertThat(failures).containsExactly(ErrorCode.INTERNAL);
    assertThat(held).isZero();
  }

  @Test
  void isDoneOnceItHandedTheBodyOver() {
    Request request = request(() -> Content.Chunk.from(ByteBuffer.wrap(new byte[5_000]), true));
    assertThatThrownBy(() -> read(request, () -> {
      throw new StackOverflowError("deep");
    })).isInstanceOf(StackOverflowError.class).hasMessage("deep");
    assertThat(failures).isEmpty();
    assertThat(held).as("for the reader to release").isPositive();
  }

  private void read(Request request, Runnable then) {
    BodyReader.read(request, 10_000, budget, Duration.ofMinutes(1), new BodyReader.Then() {
      @Override
      public void read(ByteBuffer body) {
        assertThat((long) body.capacity()).isEqualTo(held);
        then.run();
      }

      @Override
      public void failed(IronclawException failure) {
        failures.add(failure.code());
      }
    });
  }

  private interface Source {
    Content.Chunk read();
  }

  private static Request request(Source source) {
    return (Request) Proxy.newProxyInstance(BodyReaderTest.class.getClassLoader(), new Class<?>[]{Request.class},
        (_, method, _) -> switch (method.getName()) {
          case "read" -> source.read();
          case "getHeaders" -> HttpFields.EMPTY;
          default -> throw new UnsupportedOperationException(method.getName());
        });
  }
}
