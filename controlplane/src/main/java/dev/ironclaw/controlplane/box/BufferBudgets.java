package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.crossing.Allowance;
import dev.ironclaw.controlplane.crossing.BufferBudget;

/// The server's buffers in three lots, so that no kind of request can take what another needs: large ones (model
/// requests, calls of tools and state answers), commits, and the small doors. Of the first two each box has a share only; what the small
/// doors may hold is bounded by their size and by the requests that a box may have open.
final class BufferBudgets {
  private final BufferBudget large;
  private final BufferBudget commits;
  private final BufferBudget small;

  /// @param bytes for all boxes together
  BufferBudgets(long bytes) {
    this.commits = new BufferBudget(bytes / 4);
    this.small = new BufferBudget(bytes / 8);
    this.large = new BufferBudget(bytes - bytes / 4 - bytes / 8);
  }

  /// The most that a box's state takes as it is read from the queue.
  static final long STATE_READ = BoxApi.MAX_STATE_BYTES;

  /// What one box may hold of each lot.
  static final class Share {
    private final BufferBudget large = new BufferBudget(2L * BoxApi.MAX_MODEL_REQUEST_BYTES);
    private final BufferBudget commits = new BufferBudget(4L * BoxApi.MAX_COMMIT_BYTES);
    private final BufferBudget state = new BufferBudget(STATE_MOST);
  }

  /// The values, then their JSON twice: a control character becomes six, and the printer copies once.
  private static final long STATE_MOST = 13L * BoxApi.MAX_STATE_BYTES + (1 << 20);

  Allowance forBody(Door door, Share share) {
    return switch (door) {
      case MODEL, TOOLS -> Allowance.both(share.large, large);
      case COMMIT -> Allowance.both(share.commits, commits);
      case HELLO, EVENTS, STATE, PARTIAL, HEARTBEAT, PERSONA -> small;
    };
  }

  Allowance forState(Share share) {
    return Allowance.both(share.state, large);
  }
}
