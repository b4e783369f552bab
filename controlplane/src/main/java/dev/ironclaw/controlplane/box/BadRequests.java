package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what is no HTTP, and what failed outside of a door: a problem without a word about how the host is built, and
/// the end of that connection alone.
final class BadRequests implements Request.Handler {
  private final BoxHandler handler;
  private final BoxAnswers answers;

  BadRequests(BoxHandler handler, BoxAnswers answers) {
    this.handler = handler;
    this.answers = answers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    // Of the server's own range, two speak of the request: what was asked for or its version is none of HTTP/1.1.
    boolean theirs = status < 500 || status == HttpStatus.NOT_IMPLEMENTED_501
        || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
    String detail = theirs ? "this is not HTTP/1.1 as the box API has it" : "the host failed; try again";
    Optional<Crossing> crossing = handler.crossing(request);
    crossing.ifPresent(box -> box.refusals().refused("http", status, theirs ? detail : detail + cause(request)));
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    ErrorCode code = theirs ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL;
    response.write(true, ByteBuffer.wrap(answers.problem(code, status, detail)), callback);
    return true;
  }

  /// For the log alone: nothing else says what went wrong outside of a door.
  private static String cause(Request request) {
    return request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable failure
        ? " (" + failure.getClass().getSimpleName() + ")"
        : "";
  }
}
