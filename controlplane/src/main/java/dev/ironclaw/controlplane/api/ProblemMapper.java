package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.Problem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failures as problems in the form of RFC 9457. What nobody foresaw goes to the log and not to the caller.
final class ProblemMapper {
  static final String CONTENT_TYPE = "application/problem+json";
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

  void addTo(RoutesConfig routes) {
    routes.exception(IronclawException.class, (e, ctx) -> answer(ctx, e));
    routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, of(ctx, e.getStatus())));
    routes.exception(Exception.class, (e, ctx) -> {
      LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
      write(ctx, problem(ErrorCode.INTERNAL, 500, "the control plane failed; its log says why"));
    });
  }

  static Problem problem(ErrorCode code, int status, String detail) {
    return problem(code, status, detail, Optional.empty());
  }

  private static Problem problem(ErrorCode code, int status, String detail, Optional<String> field) {
    String name = code.name().toLowerCase(Locale.ROOT);
    return new Problem("urn:ironclaw:error:" + name.replace('_', '-'), name.replace('_', ' '), status, detail,
        code.name(), field);
  }

  private static void answer(Context ctx, IronclawException e) {
    ErrorCode code = e.code();
    switch (code.type()) {
      case INTERNAL -> LOG.error("{} {} failed: {}", ctx.method(), ctx.path(), e.getMessage(), e);
      case EXTERNAL, RESOURCES -> LOG.warn("{} {} failed: {}", ctx.method(), ctx.path(), e.getMessage());
      case USER, DENIED -> LOG.debug("{} {} refused: {}", ctx.method(), ctx.path(), e.getMessage());
    }
    write(ctx, problem(code, code.status(), String.valueOf(e.getMessage()), e.field()));
  }

  private static void answer(Context ctx, Problem problem) {
    write(ctx, problem);
  }

  private static Problem of(Context ctx, int status) {
    return switch (status) {
      case 404 -> problem(ErrorCode.NOT_FOUND, 404, "there is no " + ctx.path() + " here; docs/api.md lists the paths");
      case 405 -> problem(ErrorCode.INVALID_REQUEST, 405, ctx.path() + " does not take " + ctx.method());
      case 413 -> problem(ErrorCode.TOO_LARGE, 413, "the request is too large");
      default -> problem(status < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL, status,
          "the request was refused");
    };
  }

  private static void write(Context ctx, Problem problem) {
    ctx.status(problem.status()).json(problem).contentType(CONTENT_TYPE);
  }
}
