package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.Refusal;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.orchestrator.JobRefusals;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Writes down what jobs were refused, as far as the hour of whoever they work for lets it.
final class JobRefusalLog implements JobRefusals, AutoCloseable {
  private final Ledger ledger;
  private final RefusalLimit limit;
  private final Function<JobId, AgentGroupId> payer;
  private final ExecutorService log = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().daemon().name("job-log").factory());

  /// @param payer the agent that a job works for, or the name for operators' jobs
  JobRefusalLog(Ledger ledger, RefusalLimit limit, Function<JobId, AgentGroupId> payer) {
    this.ledger = ledger;
    this.limit = limit;
    this.payer = payer;
  }

  @Override
  public void refused(JobId job, String endpoint, int status, String why, long times) {
    log.execute(() -> {
      String what = "job " + endpoint + " " + status;
      AuditEvent entry = new AuditEvent("job", job.value(), "refused", "job:" + job, what + ": " + why);
      var _ = limit.within(payer.apply(job), new Refusal(entry, type(status), what, times), ruling -> {
        ruling.entries().forEach(ledger::recordBestEffort);
        return ruling;
      });
    });
  }

  private static ErrorCode.Type type(int status) {
    return switch (status) {
      case 401, 403 -> ErrorCode.Type.DENIED;
      case 429 -> ErrorCode.Type.RESOURCES;
      case 502 -> ErrorCode.Type.EXTERNAL;
      // Statuses are numbers, so there is no end to them.
      default -> status >= 500 ? ErrorCode.Type.INTERNAL : ErrorCode.Type.USER;
    };
  }

  @Override
  public void close() {
    log.shutdown();
  }
}
