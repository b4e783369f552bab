package dev.ironclaw.desktop.job;

import dev.ironclaw.client.ApiException;
import java.util.List;
import javafx.util.Subscription;

/// What happens in a job, while it happens.
@FunctionalInterface
public interface JobFeed {
  /// Tells what follows after that event, each once and in order, until it is given up.
  ///
  /// @param after 0 for all of it
  Subscription follow(String job, long after, Listener listener);

  /// On the UI thread, and never once it is given up.
  interface Listener {
    /// Rows, oldest first.
    ///
    /// @param gap whether some before these were left out, because they came faster than they could be shown
    void happened(List<LogRow> rows, boolean gap);

    /// The connection was lost, or is back.
    void connected(boolean now);

    /// The job is over, and all of it was told.
    void ended();

    /// It could not be followed, or not any more.
    void failed(ApiException why);
  }
}
