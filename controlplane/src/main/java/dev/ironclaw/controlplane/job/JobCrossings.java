package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import java.nio.file.Path;

/// Where the containers of jobs meet the host: a folder each, with a socket and the job's token.
public interface JobCrossings extends AutoCloseable {
  /// Makes the folder with both in it, and listens.
  ///
  /// @return the folder, to be bound read-only
  Path open(JobId job, String token);

  /// After a start of the control plane: listens again in the same folder, where the token still lies.
  ///
  /// @param tokenHash its SHA-256 in hexadecimal
  void reopen(JobId job, String tokenHash);

  /// From now on its token is worth nothing; what is being answered is answered. Does nothing where there is none.
  void revoke(JobId job);

  /// Nobody listens there any more, and the folder is gone. Does nothing where there is none.
  void close(JobId job);

  /// Removes the folders that nobody listens in: what a crash left.
  void sweep();

  /// Nobody is answered any more; the folders stay for the next start.
  @Override
  void close();
}
