package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.api.JobChangeView;
import dev.ironclaw.contract.api.JobFileContent;
import dev.ironclaw.contract.api.JobFileView;
import dev.ironclaw.contract.api.JobFilesView;
import dev.ironclaw.contract.api.JobReviewBody;
import dev.ironclaw.contract.api.JobReviewView;
import dev.ironclaw.controlplane.job.Job;
import dev.ironclaw.controlplane.leak.Scanned;
import dev.ironclaw.controlplane.project.FileChange;
import dev.ironclaw.controlplane.project.FileEntry;
import dev.ironclaw.controlplane.project.FileList;
import dev.ironclaw.controlplane.project.JobReview;
import dev.ironclaw.controlplane.project.Review;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What jobs leave: their files, and the changes that wait for a person. All of it passes the leak detector.
final class JobFileRoutes implements Routes {
  private final ApiJobs parts;
  private final ApiJson json;

  JobFileRoutes(ApiJobs parts, ApiJson json) {
    this.parts = parts;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/jobs/{id}/files/list", this::list, ApiRole.READ);
    routes.get("/api/jobs/{id}/files/read", this::read, ApiRole.READ);
    routes.get("/api/jobs/{id}/review", ctx -> ctx.json(view(job(ctx).id())), ApiRole.READ);
    routes.post("/api/jobs/{id}/review/accept", this::accept, ApiRole.APPROVE);
    routes.post("/api/jobs/{id}/review/discard", this::discard, ApiRole.APPROVE);
  }

  private void list(Context ctx) {
    Job job = job(ctx);
    FileList list = parts.projects().list(job.id(), job.spec().project(), hasCopy(job),
        Query.text(ctx, "path").orElse(""));
    ctx.json(new JobFilesView(list.path(), list.entries().stream().map(JobFileRoutes::view).toList(), list.more()));
  }

  private void read(Context ctx) {
    Job job = job(ctx);
    String path = Query.required(ctx, "path");
    byte[] bytes = parts.projects().read(job.id(), job.spec().project(), hasCopy(job), path);
    ctx.json(content(job.id(), path, bytes));
  }

  private JobFileContent content(JobId job, String path, byte[] bytes) {
    String where = "file of job " + job;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String clean = parts.leaks().redact(where, text);
      return new JobFileContent(path, bytes.length, Optional.of(clean), Optional.empty(), !clean.equals(text));
    } catch (CharacterCodingException notText) {
      // silent-ok: it is sent as bytes
      if (holdsSecret(where, bytes)) {
        throw new IronclawException(ErrorCode.DENIED, "read a file of job " + job
            + ": it holds something that looks like a secret, and it is no text that it could be taken out of; read it on "
            + "the control plane's machine");
      }
      return new JobFileContent(path, bytes.length, Optional.empty(),
          Optional.of(Base64.getEncoder().encodeToString(bytes)), false);
    }
  }

  private boolean holdsSecret(String where, byte[] bytes) {
    return switch (parts.leaks().scan(where, bytes, 0, bytes.length)) {
      case Scanned.Blocked _ -> true;
      // Only where something was taken out is there a text that differs from the bytes.
      case Scanned.Passed passed -> !passed.text().isEmpty()
          && !passed.text().equals(new String(bytes, StandardCharsets.UTF_8));
    };
  }

  private void accept(Context ctx) {
    Job job = job(ctx);
    JobReviewBody body = json.read(ctx, JobReviewBody.class);
    parts.reviews().accept(job.id(), body.digest(), ApiGate.operator(ctx));
    parts.jobs().announce(job.id());
    ctx.json(view(job.id()));
  }

  private void discard(Context ctx) {
    Job job = job(ctx);
    parts.reviews().discard(job.id(), ApiGate.operator(ctx));
    parts.jobs().announce(job.id());
    ctx.json(view(job.id()));
  }

  private Job job(Context ctx) {
    return parts.jobs().find(JobRoutes.id(ctx));
  }

  private boolean hasCopy(Job job) {
    return parts.reviews().find(job.id()).filter(JobReview::hasCopy).isPresent();
  }

  private JobReviewView view(JobId job) {
    Review shown = parts.reviews().show(job);
    JobReview review = parts.reviews().find(job).orElseThrow();
    return new JobReviewView(job.value(), review.project(), review.state().wireName(), shown.digest(),
        shown.changes().stream().map(change -> view(job, change)).toList(), shown.leftOut());
  }

  private JobChangeView view(JobId job, FileChange change) {
    return new JobChangeView(change.path(), change.what(), change.folder(), change.bytesBefore(), change.bytesAfter(),
        change.diff().map(diff -> parts.leaks().redact("review of job " + job, diff)), change.conflict());
  }

  private static JobFileView view(FileEntry entry) {
    return new JobFileView(entry.name(), entry.path(), entry.kind(), entry.bytes(), entry.modifiedAt().toString());
  }
}
