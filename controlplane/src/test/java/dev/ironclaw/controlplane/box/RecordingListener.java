package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Keeps what it hears.
final class RecordingListener implements BoxListener {
  final BlockingQueue<BoxHello> hellos = new LinkedBlockingQueue<>();
  final BlockingQueue<Heartbeat> heartbeats = new LinkedBlockingQueue<>();
  final BlockingQueue<BoxCommit> commits = new LinkedBlockingQueue<>();
  final BlockingQueue<PartialText> partials = new LinkedBlockingQueue<>();
  final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();

  record Refusal(BoxId box, String door, int status, String why, long times) {}

  @Override
  public void hello(BoxId box, BoxHello hello) {
    hellos.add(hello);
  }

  @Override
  public void heartbeat(BoxId box, Heartbeat heartbeat) {
    heartbeats.add(heartbeat);
  }

  @Override
  public void committed(BoxId box, SessionId session, BoxCommit commit) {
    commits.add(commit);
  }

  @Override
  public void partial(BoxId box, SessionId session, PartialText text) {
    partials.add(text);
  }

  @Override
  public void refused(BoxId box, String door, int status, String why, long times) {
    refusals.add(new Refusal(box, door, status, why, times));
  }
}
