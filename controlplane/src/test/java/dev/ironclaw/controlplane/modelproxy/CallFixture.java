package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A call without a box and without an upstream: what its two sides say is the test's.
final class CallFixture {
  static final ModelChoice OWN = new ModelChoice("own", "mock-1");
  static final ModelChoice OTHER = new ModelChoice("second", "mock-2");
  static final ModelRequest REQUEST = new ModelRequest(new SessionId("ses_0123456789abcdef"), new AgentGroupId("ada"),
      OWN, "/v1/messages", HttpFields.EMPTY,
      ByteBuffer.wrap("{\"model\":\"mock-1\"}".getBytes(StandardCharsets.UTF_8)));

  final CompletableFuture<Throwable> broken = new CompletableFuture<>();
  final CompletableFuture<IronclawException> told = new CompletableFuture<>();
  final List<ModelCall> calls = new CopyOnWriteArrayList<>();
  final HttpFields.Mutable headers = HttpFields.build();

  /// @param reset what a reset of the response does
  BoxCall.Ends ends(Runnable reset) {
    return new BoxCall.Ends(ModelSink.of(response(reset)), new Callback() {
      @Override
      public void failed(Throwable failure) {
        broken.complete(failure);
      }
    }, () -> {}, told::complete);
  }

  Response response(Runnable reset) {
    return few(Response.class, name -> switch (name) {
      case "isCommitted" -> false;
      case "getHeaders" -> headers;
      case "reset" -> {
        reset.run();
        yield Optional.empty();
      }
      default -> throw new IllegalStateException(name);
    });
  }

  ProxyParts parts(ModelGuard guard, String... bases) {
    List<Upstream> upstreams = List.of(upstream(OWN, bases.length > 0 ? bases[0] : "http://127.0.0.1:9"),
        upstream(OTHER, "http://127.0.0.1:9"));
    return ProxyParts.of(upstreams).withGuard(guard).withListener(calls::add);
  }

  private static Upstream upstream(ModelChoice choice, String base) {
    return Upstream.local(choice.upstream(), Dialect.ANTHROPIC, URI.create(base), "/v1/messages");
  }

  /// The upstream's end, before it said anything.
  static Result failed(Throwable failure) {
    return new Result(few(Request.class, name -> {
      throw new IllegalStateException(name);
    }), few(org.eclipse.jetty.client.Response.class, name -> {
      throw new IllegalStateException(name);
    }), failure);
  }

  private static <T> T few(Class<T> type, Function<String, Object> answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
        (_, method, _) -> answers.apply(method.getName())));
  }
}
