package dev.ironclaw.ironctl;

import dev.ironclaw.client.JobsClient;
import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A job's id as people write it: the beginning is enough where no other job has it.
final class JobName {
  private static final int LEAST = 4;
  private static final int WHOLE = 36;
  private static final int PAGE = 500;

  private JobName() {}

  static String resolve(JobsClient jobs, String given) {
    String text = given.toLowerCase(Locale.ROOT);
    if (text.length() >= WHOLE) {
      return text;
    }
    if (!text.matches("[0-9a-f][0-9a-f-]*") || text.replace("-", "").length() < LEAST) {
      throw new CommandFailure(ExitCode.USAGE, "a job is named by its id, or by at least the first " + LEAST
          + " digits of it; ironctl job list shows them");
    }
    List<String> found = new ArrayList<>();
    Optional<String> before = Optional.empty();
    boolean more = true;
    while (more) {
      JobListView page = jobs.list(Optional.empty(), before, PAGE);
      page.jobs().stream().map(JobView::id).filter(id -> id.startsWith(text)).forEach(found::add);
      more = page.more() && !page.jobs().isEmpty();
      before = more ? Optional.of(page.jobs().getLast().id()) : before;
    }
    if (found.size() > 1) {
      throw new CommandFailure(ExitCode.USAGE, given + " is the beginning of " + found.size()
          + " jobs; write more of the id: " + String.join(", ", found.subList(0, Math.min(3, found.size()))));
    }
    return found.stream().findFirst().orElseThrow(() -> new CommandFailure(ExitCode.FAILED,
        "no job begins with " + given + "; ironctl job list shows those that there are"));
  }

  /// As tables show it.
  static String brief(String id) {
    return id.substring(0, Math.min(8, id.length()));
  }
}
