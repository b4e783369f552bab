package dev.ironclaw.controlplane.web;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.egress.Egress;
import dev.ironclaw.controlplane.egress.EgressAnswer;
import dev.ironclaw.controlplane.egress.EgressRequest;
import dev.ironclaw.controlplane.egress.EgressUrl;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.leak.Leaks;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// One request to a host that a human approved.
public final class HttpFetchTool implements HostTool {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");
  private static final int ERRORS = 400;

  private final Egress egress;
  private final Leaks leaks;

  /// A tool over one broker.
  ///
  /// @param leaks takes secrets out of what comes back
  public HttpFetchTool(Egress egress, Leaks leaks) {
    this.egress = egress;
    this.leaks = leaks;
  }

  @Override
  public String name() {
    return ToolName.HTTP_FETCH;
  }

  @Override
  public CompletionStage<HostToolAnswer> call(HostToolCall call) {
    CompletableFuture<EgressAnswer> fetched = egress.fetch(request(call));
    CompletableFuture<HostToolAnswer> answered = fetched.thenApply(answer -> new HostToolAnswer(
        leaks.redact("answer for " + call.session(), AnswerText.of(answer)),
        answer.status() >= ERRORS));
    var _ = answered.whenComplete((_, _) -> fetched.cancel(true));
    return answered;
  }

  private EgressRequest request(HostToolCall call) {
    ToolInput input = new ToolInput(call.input());
    EgressUrl url = EgressUrl.parse(input.required("url", 4_096));
    String method = input.text("method", 16).orElse("GET").toUpperCase(Locale.ROOT);
    Map<String, String> headers = input.texts("headers", 16, 1_024);
    Optional<String> body = input.text("body", 256 * 1024);
    Optional<String> credential = input.text("credential", 128);
    input.end();
    if (!METHODS.contains(method)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "\"method\" must be one of "
          + String.join(", ", METHODS.stream().sorted().toList()));
    }
    if (body.isPresent() && WITHOUT_BODY.contains(method)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, method + " has no body; use another method");
    }
    if (credential.filter(name -> !name.matches("[A-Za-z0-9._-]{1,128}")).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "\"credential\" must be the name of one");
    }
    return new EgressRequest(call.session(), call.agentGroup(), call.id(), name(), method, url, headers, body,
        credential);
  }
}
