package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people decide on the changes of jobs that work in copies. A yes is written down before the first file is touched, and
/// what a crash cuts off is finished at start.
///
/// Threading: any thread that may wait for the disk.
public final class Reviews {
  private static final Logger LOG = LoggerFactory.getLogger(Reviews.class);

  private final Ledger ledger;
  private final Projects projects;
  private final ReviewStore store = new ReviewStore();
  /// Two at once would meet in one project.
  private final ReentrantLock bringing = new ReentrantLock();

  public Reviews(Ledger ledger, Projects projects) {
    this.ledger = ledger;
    this.projects = projects;
  }

  /// A job begins to work in a copy. The same again has no further effect.
  public void begin(JobId job, String project) {
    ledger.write(connection -> {
      store.begin(connection, job, project);
      return true;
    });
  }

  /// The job has ended: from now on somebody may decide. Where its copy was never made there is nothing to decide, and its
  /// review is discarded. The same again has no further effect.
  public void ended(JobId job) {
    if (projects.hasCopy(job)) {
      ledger.write(connection -> store.move(connection, job, ReviewState.WORKING, ReviewState.OPEN, ""));
      return;
    }
    boolean discarded = ledger.audited(transaction -> {
      boolean moved = store.move(transaction.connection(), job, ReviewState.WORKING, ReviewState.DISCARDED, "");
      if (moved) {
        transaction.audit(new AuditEvent("job", job.value(), "review-discard", "system", "its copy was never made"));
      }
      return moved;
    });
    if (discarded) {
      // A copy that came to nothing half way.
      dropOrLater(job);
    }
  }

  /// The job is forgotten.
  public void forget(JobId job) {
    ledger.write(connection -> {
      store.remove(connection, job);
      return true;
    });
  }

  /// Empty for a job that works in its project itself.
  public Optional<JobReview> find(JobId job) {
    return ledger.read(connection -> store.find(connection, job));
  }

  /// What it would change now; nothing any more once somebody has decided.
  ///
  /// @throws IronclawException `NOT_FOUND` for a job without a review
  public Review show(JobId job) {
    JobReview review = required(job);
    return review.hasCopy()
        ? projects.review(job, Optional.of(review.project()))
        : new Review(List.of(), List.of(), review.digest());
  }

  /// Brings the changes into the project. The same yes again has no further effect.
  ///
  /// @param digest of what was shown
  /// @throws IronclawException `CONFLICT` where the job still works, somebody has decided otherwise, or the job's files or
  ///         the project have changed since; the project is as it was then
  public JobReview accept(JobId job, String digest, Principal by) {
    bringing.lock();
    try {
      JobReview review = required(job);
      if (review.state() == ReviewState.ACCEPTED && review.digest().equals(digest)) {
        dropOrLater(job);
        return review;
      }
      requireOpen(review);
      Review shown = projects.review(job, Optional.of(review.project()));
      if (!shown.digest().equals(digest)) {
        throw new IronclawException(ErrorCode.CONFLICT, "accept the changes of job " + job
            + ": they are not those that were shown; look at them again");
      }
      ledger.<Boolean>audited(transaction -> {
        move(store.move(transaction.connection(), job, ReviewState.OPEN, ReviewState.ACCEPTING, digest), job);
        transaction.audit(event(job, "review-accept", by, "changes " + shown.changes().size() + ", project "
            + review.project() + ", digest " + digest));
        return true;
      });
      bring(job, review.project(), digest);
      return required(job);
    } finally {
      bringing.unlock();
    }
  }

  /// Throws the changes away. The same again has no further effect.
  ///
  /// @throws IronclawException `CONFLICT` where the job still works, or they are accepted
  public JobReview discard(JobId job, Principal by) {
    bringing.lock();
    try {
      JobReview review = required(job);
      if (review.state() != ReviewState.DISCARDED) {
        requireOpen(review);
        ledger.<Boolean>audited(transaction -> {
          move(store.move(transaction.connection(), job, ReviewState.OPEN, ReviewState.DISCARDED, ""), job);
          transaction.audit(event(job, "review-discard", by, "project " + review.project()));
          return true;
        });
      }
      projects.drop(job);
      return required(job);
    } finally {
      bringing.unlock();
    }
  }

  /// At start: finishes what was accepted and not done, and removes copies that nobody needs any more.
  public void resume() {
    bringing.lock();
    try {
      for (JobReview review : ledger.read(connection -> store.in(connection, ReviewState.ACCEPTING))) {
        try {
          bring(review.job(), review.project(), review.digest());
        } catch (RuntimeException e) {
          LOG.warn("job={} step=resume-review open again", review.job(), e);
        }
      }
      for (ReviewState decided : List.of(ReviewState.ACCEPTED, ReviewState.DISCARDED)) {
        ledger.read(connection -> store.in(connection, decided)).forEach(review -> dropOrLater(review.job()));
      }
    } finally {
      bringing.unlock();
    }
  }

  private void bring(JobId job, String project, String digest) {
    try {
      projects.accept(job, Optional.of(project), digest);
    } catch (RuntimeException e) {
      ledger.recordBestEffort(new AuditEvent("job", job.value(), "review-failed", "system", "project " + project + ", "
          + (e instanceof IronclawException known ? known.code() : e.getClass().getSimpleName())));
      ledger.write(connection -> store.move(connection, job, ReviewState.ACCEPTING, ReviewState.OPEN, ""));
      throw e;
    }
    ledger.write(connection -> store.move(connection, job, ReviewState.ACCEPTING, ReviewState.ACCEPTED, digest));
    dropOrLater(job);
  }

  /// The changes are where they belong, whatever becomes of the copy.
  private void dropOrLater(JobId job) {
    try {
      projects.drop(job);
    } catch (RuntimeException e) {
      LOG.warn("job={} step=drop-copy failed, again at the next start", job, e);
    }
  }

  private JobReview required(JobId job) {
    return find(job).orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "job " + job
        + " has no review: it works in its project itself, or never began"));
  }

  private static void requireOpen(JobReview review) {
    String why = switch (review.state()) {
      case WORKING -> "the job has not ended; wait for it, or cancel it";
      case OPEN -> "";
      case ACCEPTING -> "somebody has accepted it, and it is on its way";
      case ACCEPTED -> "it was accepted before";
      case DISCARDED -> "it was discarded before";
    };
    if (!why.isEmpty()) {
      throw new IronclawException(ErrorCode.CONFLICT, "decide on the changes of job " + review.job() + ": " + why);
    }
  }

  private static void move(boolean moved, JobId job) {
    if (!moved) {
      throw new IronclawException(ErrorCode.CONFLICT,
          "decide on the changes of job " + job + ": somebody has just decided; look at it again");
    }
  }

  private static AuditEvent event(JobId job, String kind, Principal by, String detail) {
    return new AuditEvent("job", job.value(), kind, by.name(), detail);
  }
}
