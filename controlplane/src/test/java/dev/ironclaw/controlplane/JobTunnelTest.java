package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import dev.ironclaw.controlplane.tunnel.TunnelLimits;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way of jobs to approved hosts, over several jobs.
final class JobTunnelTest {
  private static final JobId FIRST = new JobId("00000000-0000-4000-8000-000000000001");
  private static final JobId SECOND = new JobId("00000000-0000-4000-8000-000000000002");

  @TempDir
  Path folder;

  @Test
  void aJobThatNobodyKnowsAnyMoreKeepsNoOtherFromItsWay() {
    Set<JobId> known = new HashSet<>(List.of(FIRST, SECOND));
    try (StateFolder files = new StateFolder(folder, new FakeClock());
        JobTunnel tunnel = new JobTunnel(new Tunnel(Network.internet(), new Leaks((_, _, _) -> {}), Brake.loose(),
            new StateLedger(files.state, files.audit), TunnelLimits.DEFAULT), List.of(), job -> {
              if (!known.contains(job)) {
                throw new IronclawException(ErrorCode.NOT_FOUND, "there is no such job");
              }
              return false;
            })) {
      tunnel.guest(FIRST);
      known.remove(FIRST);

      assertThat(tunnel.guest(SECOND)).isSameAs(tunnel.guest(SECOND));
    }
  }
}
