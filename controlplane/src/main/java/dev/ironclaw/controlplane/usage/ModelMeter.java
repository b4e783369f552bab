package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.leak.LeakStream;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.leak.Scanned;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import dev.ironclaw.controlplane.modelproxy.ModelRequest;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What stands between every box and its model: the agent's rate and budget before the call, secrets that must not cross
/// in either direction, and the count of what came back.
///
/// Threading: any thread.
public final class ModelMeter implements ModelGuard {
  private static final int SUCCESS = 2;
  private static final int BYTES_A_TOKEN = 4;

  private final Meter meter;
  private final Leaks leaks;
  private final GroupRate rate;

  public ModelMeter(Meter meter, Leaks leaks, GroupRate rate) {
    this.meter = meter;
    this.leaks = leaks;
    this.rate = rate;
  }

  @Override
  public Admission admit(ModelRequest request, Upstream upstream) {
    rate.take(request.agentGroup());
    Charge charge = meter.begin(request.agentGroup(), request.session(), request.choice(),
        Bound.of(upstream.dialect(), request.body()));
    return new Metered(charge, new UsageReader(upstream.dialect()),
        leaks.stream("model answer to " + request.session()),
        "model request of " + request.session());
  }

  /// One call. Its methods come one after another, [#end] possibly beside one.
  private final class Metered implements Admission {
    private final Charge charge;
    private final UsageReader usage;
    private final LeakStream answer;
    private final String where;
    private volatile Optional<Tokens> told = Optional.empty();

    Metered(Charge charge, UsageReader usage, LeakStream answer, String where) {
      this.charge = charge;
      this.usage = usage;
      this.answer = answer;
      this.where = where;
    }

    @Override
    public ByteBuffer request(ByteBuffer body) {
      int from = body.arrayOffset() + body.position();
      return switch (leaks.scan(where, body.array(), from, from + body.remaining())) {
        case Scanned.Passed(String text, List<String> patterns) -> patterns.isEmpty()
            ? body
            : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        case Scanned.Blocked(List<String> patterns, String preview) -> throw new IronclawException(ErrorCode.DENIED,
            "call the model: the conversation holds what looks like a secret (" + preview + "), and it would go to the "
                + "model's company; nothing was sent. Take it out, or start anew with /reset");
      };
    }

    @Override
    public void head(int status, String contentType) {
      usage.head(contentType);
    }

    @Override
    public ByteBuffer response(ByteBuffer chunk) {
      byte[] piece = new byte[chunk.remaining()];
      chunk.get(piece);
      usage.next(piece, 0, piece.length);
      told = usage.tokens();
      return answer.next(piece);
    }

    @Override
    public ByteBuffer rest() {
      return answer.rest();
    }

    @Override
    public void end(ModelCall call) {
      boolean answered = call.status() / 100 == SUCCESS;
      boolean whole = call.end() == End.COMPLETED;
      meter.end(charge, new Ended(told, whole,
          new Tokens(call.requestBytes() / BYTES_A_TOKEN, 0, 0, call.responseBytes() / BYTES_A_TOKEN),
          answered || isUnseen(call), !answered || !whole));
    }

    /// Sent, and broken off before a word of the answer came: the upstream may have worked on it.
    private static boolean isUnseen(ModelCall call) {
      return call.status() == 0 && switch (call.end()) {
        case BOX_HUNG_UP, TIMED_OUT, CUT, STOPPED -> true;
        case COMPLETED, UPSTREAM_FAILED, TOO_LONG, REFUSED, FELL_BACK -> false;
      };
    }
  }
}
