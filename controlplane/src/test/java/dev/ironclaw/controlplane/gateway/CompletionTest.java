package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.kind.VerifierChain;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.stepup.StepUpCheck;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompletionTest {
  @TempDir
  Path folder;

  @Test
  void looksAgainWhereAChangeIsDecidedAfterItWasRead() {
    try (GatewayRig rig = new GatewayRig(folder)) {
      Change change = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
      Bases bases = new Bases(rig.registry, GatewayRig.HOST, Approvers.localAlone());
      Vetoes vetoes = new Vetoes(new ChangeStore(), rig.ledger);
      TwoPeople two = new TwoPeople(Approvers.localAlone());
      Decider decider = new Decider(new ChangeStore(), rig.ledger, new LiveChanges(bases, vetoes), bases,
          two, new Permits(new Policies(rig.registry, new ChangeStore()), StepUpCheck.nobody()),
          new CardsShown(rig.ledger, rig.time), vetoes, rig.time);
      AfterFirstRead ledger = new AfterFirstRead(rig.ledger);
      Completion completion = new Completion(new ChangeStore(), ledger, bases, VerifierChain.standard(), vetoes, two,
          rig.parts(_ -> {}, _ -> {}), new ChangeEvents(rig.ledger, rig.hub), () -> {});
      ledger.then = () -> {
        decider.decide(change.id(), new Answer(true, change.card().hash(), Optional.empty()), GatewayRig.ALICE);
        completion.finish(change.id());
      };

      completion.finish(change.id());

      assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.APPLIED);
    }
  }

  /// Lets something happen between the first read and whoever reads.
  private static final class AfterFirstRead implements Ledger {
    private final Ledger real;
    private Runnable then = () -> {};

    AfterFirstRead(Ledger real) {
      this.real = real;
    }

    @Override
    public <T> T read(Database.Work<T> work) {
      T result = real.read(work);
      Runnable now = then;
      then = () -> {};
      now.run();
      return result;
    }

    @Override
    public <T> T audited(AuditLog.Work<T> work) {
      return real.audited(work);
    }

    @Override
    public <T> T brake(AuditLog.Work<T> work) {
      return real.brake(work);
    }

    @Override
    public <T> T write(Database.Work<T> work) {
      return real.write(work);
    }

    @Override
    public void record(AuditEvent event) {
      real.record(event);
    }

    @Override
    public void recordBestEffort(AuditEvent event) {
      real.recordBestEffort(event);
    }
  }
}
