package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.api.JobEventView;
import dev.ironclaw.contract.api.JobEventsView;
import dev.ironclaw.controlplane.access.Token;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.job.JobEvent;
import dev.ironclaw.controlplane.job.Jobs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// What happened in a job: a page as JSON (after an event, or before one), or all of it and what follows as `text/event-stream`, by `Accept`. A stream goes on
/// after `Last-Event-ID`, or `?after=`; its last event is `end`, with the state that the job ended in.
///
/// Threading: a stream keeps its request's thread to its end, as in [EventRoutes].
final class JobEventRoutes implements Routes {
  static final String END = "end";
  private static final int PAGE = 500;
  private static final int MOST = 1_000;
  private static final String ID = "[0-9]{1,18}";

  private final Jobs jobs;
  private final ApiLimits limits;
  private final StreamPlaces places;
  private final Tokens tokens;

  JobEventRoutes(Jobs jobs, ApiLimits limits, StreamPlaces places, Tokens tokens) {
    this.jobs = jobs;
    this.limits = limits;
    this.places = places;
    this.tokens = tokens;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/jobs/{id}/events", this::events, ApiRole.READ);
  }

  private void events(Context ctx) throws IOException {
    JobId id = JobRoutes.id(ctx);
    jobs.find(id);
    Optional<String> before = Query.text(ctx, "before");
    if (before.isPresent()) {
      pageBefore(ctx, id, before.get());
      return;
    }
    long after = after(ctx);
    String accept = Optional.ofNullable(ctx.header("Accept")).orElse("").toLowerCase(Locale.ROOT);
    if (!accept.contains("text/event-stream")) {
      page(ctx, id, after);
      return;
    }
    try (Subscription _ = places.take(ctx)) {
      stream(ctx, id, after);
    }
  }

  /// As the last event that was seen says, which a browser sends by itself; 0 for none.
  private static long after(Context ctx) {
    String given = Optional.ofNullable(ctx.header("Last-Event-ID")).filter(text -> !text.isEmpty())
        .or(() -> Query.text(ctx, "after")).orElse("0");
    if (!given.matches(ID)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "after, or Last-Event-ID, must be the id of an event of this job: a whole number");
    }
    return Long.parseLong(given);
  }

  private void page(Context ctx, JobId id, long after) {
    int limit = Query.limit(ctx, PAGE, MOST);
    List<JobEvent> events = jobs.events(id, after, limit);
    // A page may be shorter than asked for where its events are large.
    boolean more = !events.isEmpty() && !jobs.events(id, events.getLast().id(), 1).isEmpty();
    ctx.json(new JobEventsView(id.value(), events.stream().map(JobEventRoutes::view).toList(), more));
  }

  /// The newest of those before that one; `more` says whether there are older ones still.
  private void pageBefore(Context ctx, JobId id, String before) {
    if (Query.text(ctx, "after").isPresent() || !before.matches(ID)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "before must be a whole number, the id of an event of this "
              + "job or one above all of them, and goes without after");
    }
    List<JobEvent> events = jobs.eventsBefore(id, Long.parseLong(before), Query.limit(ctx, PAGE, MOST));
    boolean more = !events.isEmpty() && !jobs.eventsBefore(id, events.getFirst().id(), 1).isEmpty();
    ctx.json(new JobEventsView(id.value(), events.stream().map(JobEventRoutes::view).toList(), more));
  }

  private void stream(Context ctx, JobId id, long after) throws IOException {
    ctx.contentType("text/event-stream; charset=utf-8");
    Optional<Token> token = ApiGate.token(ctx);
    EventWriter writer = new EventWriter(ctx.res().getOutputStream(), limits.keepAlive(),
        () -> token.map(tokens::isGood).orElse(true));
    try (Subscription _ = token.map(held -> tokens.onRevoked(held.id(), writer::end)).orElse(() -> {})) {
      writer.run(sink -> follow(jobs, id, after, sink));
    }
  }

  static Subscription follow(Jobs jobs, JobId id, long after, Consumer<HubEvent> sink) {
    AtomicLong last = new AtomicLong(after);
    return jobs.follow(id, Optional.of(after), event -> {
      last.set(event.id());
      sink.accept(new HubEvent(Long.toString(event.id()), event.type(), frame(id, event)));
    }, () -> sink.accept(new HubEvent(Long.toString(last.get()), END,
        Map.of("jobId", id.value(), "state", jobs.find(id).state().wireName()))),
        () -> sink.accept(new HubEvent("", HubEvent.CLOSED, Map.of())));
  }

  private static Map<String, Object> frame(JobId id, JobEvent event) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("jobId", id.value());
    frame.put("eventType", event.type());
    frame.put("data", data(event));
    frame.put("createdAt", event.at().toString());
    return frame;
  }

  private static JobEventView view(JobEvent event) {
    return new JobEventView(event.id(), event.type(), data(event), event.at().toString());
  }

  private static Map<String, Object> data(JobEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (!event.data().isObject()) {
      // A job may say anything; what is no object would else be shown as nothing.
      data.put("value", ApiJson.plain(event.data()));
    }
    event.data().properties().forEach(field -> data.put(field.getKey(), ApiJson.plain(field.getValue())));
    return data;
  }
}
