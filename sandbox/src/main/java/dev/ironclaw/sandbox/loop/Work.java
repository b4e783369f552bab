package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.box.BoxCommit.Ack;
import java.util.ArrayList;
import java.util.List;

/// One row that starts a turn, with the rows before it that only give context.
record Work(List<MessageIn> context, MessageIn trigger) {
  Work {
    context = List.copyOf(context);
  }

  /// Context rows are done with when their turn is.
  List<Ack> acks(AckStatus status) {
    List<Ack> acks = new ArrayList<>();
    context.forEach(row -> acks.add(new Ack(row.id(), status)));
    acks.add(new Ack(trigger.id(), status));
    return acks;
  }
}
