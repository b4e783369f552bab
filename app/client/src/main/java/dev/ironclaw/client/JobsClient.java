package dev.ironclaw.client;

import dev.ironclaw.contract.api.JobCancelled;
import dev.ironclaw.contract.api.JobCreateBody;
import dev.ironclaw.contract.api.JobEventsView;
import dev.ironclaw.contract.api.JobFileContent;
import dev.ironclaw.contract.api.JobFilesView;
import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.api.JobPromptBody;
import dev.ironclaw.contract.api.JobPrompted;
import dev.ironclaw.contract.api.JobRemoved;
import dev.ironclaw.contract.api.JobRestarted;
import dev.ironclaw.contract.api.JobReviewBody;
import dev.ironclaw.contract.api.JobReviewView;
import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.contract.api.JobView;
import java.util.Optional;
import java.util.function.Consumer;

/// Long tasks in containers of their own.
///
/// Threading: any thread.
public final class JobsClient {
  /// Of a stream that [#follow] opens: the type of its last event, whose `state` says how the job ended.
  public static final String END = "end";
  /// Above the id of every event.
  public static final long NEWEST = 999_999_999_999_999_999L;
  private static final String JOBS = "/api/jobs";

  private final Http http;

  JobsClient(Http http) {
    this.http = http;
  }

  /// One-off commands, in containers of the same kind.
  public CommandsClient commands() {
    return new CommandsClient(http);
  }

  /// Newest first.
  ///
  /// @param before only those created before this one, by its id
  public JobListView list(Optional<String> state, Optional<String> before, int limit) {
    return Wire.read(http.call("GET", JOBS + "?limit=" + limit
        + state.map(one -> "&state=" + Wire.part(one)).orElse("")
        + before.map(id -> "&before=" + Wire.part(id)).orElse(""), null), JobListView.class);
  }

  public JobSummaryView summary() {
    return Wire.read(http.call("GET", JOBS + "/summary", null), JobSummaryView.class);
  }

  /// What a new one can be made of, and whether one could start now.
  public JobOptionsView options() {
    return Wire.read(http.call("GET", JOBS + "/options", null), JobOptionsView.class);
  }

  public JobView find(String id) {
    return Wire.read(http.call("GET", path(id, ""), null), JobView.class);
  }

  public JobView create(JobCreateBody job) {
    return Wire.read(http.call("POST", JOBS, job), JobView.class);
  }

  public JobCancelled cancel(String id) {
    return Wire.read(http.call("POST", path(id, "/cancel"), null), JobCancelled.class);
  }

  /// Removes one that is over: its events, its output, and its folder where that was made for it.
  public JobRemoved remove(String id) {
    return Wire.read(http.call("DELETE", path(id, ""), null), JobRemoved.class);
  }

  /// Does it again, as another job.
  public JobRestarted restart(String id) {
    return Wire.read(http.call("POST", path(id, "/restart"), null), JobRestarted.class);
  }

  public JobPrompted prompt(String id, JobPromptBody prompt) {
    return Wire.read(http.call("POST", path(id, "/prompt"), prompt), JobPrompted.class);
  }

  /// Those after that one, oldest first.
  public JobEventsView events(String id, long after, int limit) {
    return Wire.read(http.call("GET", path(id, "/events?after=" + after + "&limit=" + limit), null),
        JobEventsView.class);
  }

  /// Those right before that one, oldest first; `more` says whether there are older ones.
  ///
  /// @param before [#NEWEST] for the newest ones
  public JobEventsView eventsBefore(String id, long before, int limit) {
    return Wire.read(http.call("GET", path(id, "/events?before=" + before + "&limit=" + limit), null),
        JobEventsView.class);
  }

  /// All of them after that one, each once, and those that follow; the last is of type [#END]. Its reader closes it then.
  ///
  /// @param connection told that the connection was lost (false) and that it is back (true)
  public EventStream follow(String id, long after, Consumer<Boolean> connection) {
    return EventStream.open(http, new EventStream.Source(path(id, "/events"), Long.toString(after)),
        Optional.of(Long.toString(after)), Backoff.DEFAULT, connection);
  }

  /// What lies in a folder of it.
  ///
  /// @param path relative to its workspace, or below `/output`; empty for the workspace itself
  public JobFilesView files(String id, String path) {
    return Wire.read(http.call("GET", path(id, "/files/list?path=" + Wire.part(path)), null), JobFilesView.class);
  }

  public JobFileContent file(String id, String path) {
    return Wire.read(http.call("GET", path(id, "/files/read?path=" + Wire.part(path)), null), JobFileContent.class);
  }

  /// What it would change in its project.
  public JobReviewView review(String id) {
    return Wire.read(http.call("GET", path(id, "/review"), null), JobReviewView.class);
  }

  /// Brings its changes into the project.
  ///
  /// @param digest of the changes that were shown
  public JobReviewView accept(String id, String digest) {
    return Wire.read(http.call("POST", path(id, "/review/accept"), new JobReviewBody(digest)), JobReviewView.class);
  }

  /// Throws its changes away.
  public JobReviewView discard(String id) {
    return Wire.read(http.call("POST", path(id, "/review/discard"), null), JobReviewView.class);
  }

  private static String path(String id, String rest) {
    return JOBS + "/" + Wire.part(id) + rest;
  }
}
