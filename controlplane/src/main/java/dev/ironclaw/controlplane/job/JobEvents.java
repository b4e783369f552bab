package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.job.JobEventStore.Room;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.Schema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What happened in all jobs, in an encrypted file of its own: a job that talks much slows nobody's state. On disk before
/// anybody hears of it.
///
/// Threading: any thread that may wait for the disk. The events of one job are added by one thread at a time.
public final class JobEvents {
  /// In the state folder; also what its key is derived for.
  public static final String FILE = "job-events.db";
  private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int SLICE = 500;
  /// Of data, that one read holds in memory.
  private static final long BATCH_BYTES = 1 << 20;

  private final Database database;
  private final EventHub hub;
  private final JobBells bells;
  private final Clock clock;
  private final Limits limits;
  private final JobEventStore store = new JobEventStore();
  /// Over all jobs.
  private long bytes;

  /// How much is kept.
  ///
  /// @param events of one job
  /// @param bytes of one job's data
  /// @param all of every job's data
  public record Limits(long events, long bytes, long all) {
    public static final Limits DEFAULT = new Limits(200_000, 128L << 20, 1L << 30);
  }

  JobEvents(Database database, EventHub hub, JobBells bells, Clock clock, Limits limits) {
    this.database = database;
    this.hub = hub;
    this.bells = bells;
    this.clock = clock;
    this.limits = limits;
    this.bytes = database.read(store::bytes);
  }

  /// Of its file.
  public static Schema schema() {
    return Schema.ofResources("job-events", "/db/jobevents/V001__job_events.sql");
  }

  /// Keeps it, then tells of it. The same id of the worker's again has no further effect; nor has anything once the job has
  /// said more than is kept, which is said once.
  ///
  /// @param over whether a job has ended, whose events may go to make room
  /// @throws IronclawException `TOO_LARGE`
  void add(JobId job, Optional<String> chosen, String given, JsonNode data, Predicate<JobId> over) {
    String type = JobNews.type(given);
    String text = JSON.writeValueAsString(data);
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    if (size > WorkerApi.MAX_EVENT_BYTES) {
      throw new IronclawException(ErrorCode.TOO_LARGE,
          "keep an event of a job: it has more than " + WorkerApi.MAX_EVENT_BYTES + " bytes; cut it");
    }
    boolean room = makeRoom(size, over);
    Added added = database.write(connection -> add(connection, job, chosen, type, text, size, room));
    count(added.bytes());
    if (added.tell()) {
      hub.publish(JobNews.name(added.type()), JobNews.of(job, added.type(), JSON.readTree(added.data())), false);
      bells.ring(job);
    }
  }

  /// What became of one.
  private record Added(boolean tell, String type, String data, long bytes) {
    static final Added NOTHING = new Added(false, "", "", 0);
  }

  private Added add(Connection connection, JobId job, Optional<String> chosen, String type, String text, int size,
      boolean room) throws SQLException {
    Room before = store.room(connection, job);
    if (before.full()) {
      return Added.NOTHING;
    }
    boolean fits = room && before.events() < limits.events() && before.bytes() + size <= limits.bytes();
    String kept = fits
        ? text
        : said("more happened than is kept of a job (" + limits.events() + " events, " + (limits.bytes() >> 20)
            + " MiB; all jobs together " + (limits.all() >> 20) + " MiB): the rest is dropped");
    String as = fits ? type : "status";
    long length = fits ? size : kept.length();
    if (store.add(connection, job, fits ? chosen : Optional.empty(), as, kept, clock.instant()).isEmpty()) {
      return Added.NOTHING;
    }
    store.put(connection, job, new Room(before.events() + 1, before.bytes() + length, !fits));
    return new Added(true, as, kept, length);
  }

  private static String said(String message) {
    return JSON.writeValueAsString(JSON.createObjectNode().put("message", message));
  }

  /// Those after this one, oldest first: so many at most, and fewer where they are large.
  List<JobEvent> after(JobId job, long after, int limit) {
    return database.read(connection -> store.after(connection, job, after, limit, BATCH_BYTES));
  }

  /// The newest so many, oldest first.
  List<JobEvent> last(JobId job, int limit) {
    return database.read(connection -> store.last(connection, job, limit));
  }

  /// The id of its newest event; 0 where it has none.
  long newest(JobId job) {
    return database.read(connection -> store.newest(connection, job));
  }

  /// All that is kept of it goes.
  void forget(JobId job) {
    clear(job);
    database.<Boolean>write(connection -> {
      store.forget(connection, job);
      return true;
    });
  }

  /// @return false where there is none, and no ended job has any to give
  private boolean makeRoom(int size, Predicate<JobId> over) {
    if (fits(size)) {
      return true;
    }
    for (JobId oldest : database.read(store::jobs)) {
      if (over.test(oldest)) {
        LOG.info("job={} step=make-room its events go", oldest);
        clear(oldest);
        String words = said("its events were removed to make room for those of newer jobs");
        database.<Boolean>write(connection -> store
            .add(connection, oldest, Optional.empty(), "status", words, clock.instant()).isPresent());
        if (fits(size)) {
          return true;
        }
      }
    }
    return fits(size);
  }

  /// In slices, between which others write.
  private void clear(JobId job) {
    while (database.write(connection -> store.remove(connection, job, SLICE)) > 0) {
      LOG.debug("job={} step=forget-events", job);
    }
    long freed = database.write(connection -> {
      Room before = store.room(connection, job);
      store.put(connection, job, new Room(0, 0, true));
      return before.bytes();
    });
    count(-freed);
  }

  private synchronized boolean fits(int size) {
    return bytes + size <= limits.all();
  }

  private synchronized void count(long added) {
    bytes += added;
  }
}
