package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.CommandBody;
import dev.ironclaw.contract.api.CommandView;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.command.CommandRequest;
import dev.ironclaw.controlplane.command.CommandResult;
import dev.ironclaw.controlplane.command.Commands;
import dev.ironclaw.controlplane.crossing.HangUpWatch;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.kind.HostPattern;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// One-off commands.
final class CommandRoutes implements Routes {
  private final Commands commands;
  private final Tokens tokens;
  private final ApiJson json;

  CommandRoutes(Commands commands, Tokens tokens, ApiJson json) {
    this.commands = commands;
    this.tokens = tokens;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/sandbox/exec", this::run, ApiRole.COMMAND);
  }

  private void run(Context ctx) {
    CommandRequest request = request(json.read(ctx, CommandBody.class));
    CompletableFuture<CommandResult> result = commands.run(request, ApiGate.operator(ctx));
    ServletContextRequest connection = ServletContextRequest.getServletContextRequest(ctx.req());
    // It may be silent for longer than a connection may.
    connection.addIdleTimeoutListener(_ -> false);
    HangUpWatch watch = HangUpWatch.on(connection.getConnectionMetaData().getConnection().getEndPoint(),
        () -> result.cancel(true));
    watch.begin();
    Subscription revoked = ApiGate.token(ctx).map(held -> tokens.onRevoked(held.id(), () -> result
        .completeExceptionally(
            new IronclawException(ErrorCode.DENIED, "run a command: its token was revoked; it was ended"))))
        .orElse(() -> {});
    ctx.future(() -> result.whenComplete((_, _) -> {
      watch.release();
      revoked.close();
    }).thenAccept(ended -> ctx.json(view(ended))));
  }

  private static CommandRequest request(CommandBody body) {
    if (body.command().isPresent() == body.argv().isPresent()) {
      throw wrong("say either \"command\" or \"argv\"");
    }
    if (Stream.of(body.argv().orElse(List.of()), body.network().orElse(List.of()), body.env().orElse(Map.of()).values())
        .flatMap(Collection::stream).anyMatch(Objects::isNull)) {
      throw wrong("\"argv\", \"network\" and \"env\" hold texts alone, no null");
    }
    List<String> argv = body.argv().orElseGet(() -> CommandRequest.line(body.command().orElseThrow()));
    CommandPolicy policy = body.policy().map(CommandRoutes::policy).orElse(CommandPolicy.READ_ONLY);
    return new CommandRequest(argv, body.project(), policy, body.env().orElse(Map.of()),
        body.timeoutSeconds().map(Duration::ofSeconds).orElse(CommandRequest.DEFAULT_TIMEOUT),
        body.maxOutput().orElse(CommandRequest.DEFAULT_OUTPUT),
        body.network().orElse(List.of()).stream().map(HostPattern::of).toList(),
        body.confirm().filter(CommandPolicy.FULL_ACCESS.wireName()::equals).isPresent(), body.fresh().orElse(false));
  }

  private static CommandPolicy policy(String name) {
    return CommandPolicy.of(name).orElseThrow(() -> wrong("there is no policy \"" + VisibleText.brief(name)
        + "\"; there are read_only, workspace_write and full_access"));
  }

  private static IronclawException wrong(String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "run a command: " + what);
  }

  private static CommandView view(CommandResult ended) {
    return new CommandView(ended.exitCode(), ended.timedOut(), ended.out().text(), ended.error().text(),
        ended.out().cut(), ended.error().cut(), ended.out().bytes(), ended.error().bytes(), ended.millis(),
        ended.container(), ended.weaker());
  }
}
