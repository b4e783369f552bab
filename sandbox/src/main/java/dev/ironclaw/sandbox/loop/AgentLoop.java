package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.provider.Provider;
import dev.ironclaw.sandbox.tool.ToolRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Answers one session's rows, one turn at a time in the order of seq, each with exactly one reply. Threading:
/// [#run] keeps the caller's thread; [#events], [#heartbeats] and [#partials] are for a thread each.
public final class AgentLoop {
  private static final int MAX_REPLY_CHARS = 128 * 1024;

  private final BoxClient host;
  private final List<Provider> providers;
  private final ToolRegistry tools;
  private final Inbox inbox = new Inbox();
  private final Activity activity;
  private final PartialSender partials;

  public AgentLoop(BoxClient host, List<Provider> providers, ToolRegistry tools) {
    this(host, providers, tools, new Activity(host));
  }

  AgentLoop(BoxClient host, List<Provider> providers, ToolRegistry tools, Activity activity) {
    this.host = host;
    this.providers = List.copyOf(providers);
    this.tools = tools;
    this.activity = activity;
    this.partials = new PartialSender(host);
  }

  /// Where the host's events go.
  public Consumer<BoxEvent> events() {
    return inbox;
  }

  public Runnable heartbeats() {
    return activity::beat;
  }

  public Runnable partials() {
    return partials::send;
  }

  /// Returns when the host says stop, after the running turn.
  public void run() throws InterruptedException {
    if (!inbox.awaitBound()) {
      return;
    }
    activity.bound();
    Memory memory = new Memory(host.state());
    Desk desk = new Desk(host, providers, tools, memory, new History(memory), partials, activity);
    for (Optional<Work> work = inbox.next(); work.isPresent(); work = inbox.next()) {
      activity.turn(work.get().trigger().id());
      answer(desk, work.get());
      activity.idle();
    }
  }

  private void answer(Desk desk, Work work) {
    Optional<SlashCommand> command = SlashCommand.of(work.trigger());
    if (command.isPresent()) {
      finish(desk, work, AckStatus.COMPLETED, command.get().words(inbox.config(), desk),
          command.get().changes(desk));
    } else {
      turn(desk, work);
    }
  }

  private void turn(Desk desk, Work work) {
    BoxConfig config = inbox.config();
    Cancellation cancellation = new Cancellation();
    inbox.running(work.trigger().seq(), cancellation);
    Turn.Outcome outcome = outcome(desk, work, config, cancellation);
    inbox.idle();
    partials.end();
    String reply = Words.cut(outcome.reply(), MAX_REPLY_CHARS);
    // Also of a row that the host gave up: turns come one after the other, so no other one is open.
    List<StateEntry> state = desk.memory().deletionsBelow(TurnJournal.PREFIX);
    state.addAll(desk.history().add(work.trigger().seq(), outcome.user(), reply, outcome.did(),
        config.limits().historyTokens()));
    finish(desk, work, outcome.status(), reply, state);
  }

  // The loop's border: whatever goes wrong in a turn, the person is told and the next row has its turn.
  private static Turn.Outcome outcome(Desk desk, Work work, BoxConfig config, Cancellation cancellation) {
    try {
      return new Turn(desk, work, config, cancellation).run();
    } catch (IronclawException failed) {
      return new Turn.Outcome(AckStatus.FAILED, "I could not answer this (" + failed.getMessage() + ").",
          Prompt.user(work), "");
    } catch (RuntimeException fault) {
      return new Turn.Outcome(AckStatus.FAILED,
          "I could not answer this because of a fault in the agent (" + fault.getClass().getSimpleName() + ").",
          Prompt.user(work), "");
    }
  }

  /// The reply, the acks and the memory in one commit. If the host refuses it, the row is given up so that it does not
  /// come back for ever.
  private static void finish(Desk desk, Work work, AckStatus status, String reply, List<StateEntry> state) {
    try {
      desk.commit(new BoxCommit(List.of(reply(work.trigger(), reply)), work.acks(status), state));
    } catch (IronclawException refused) {
      desk.commit(new BoxCommit(List.of(), work.acks(AckStatus.FAILED),
          new TurnJournal(desk.memory(), work.trigger().id()).deletions()));
    }
  }

  private static MessageOut reply(MessageIn inbound, String text) {
    return new MessageOut(MessageOut.replyTo(inbound.id()), Optional.of(inbound.id()), MessageKind.CHAT,
        inbound.channelType(), inbound.platformId(), inbound.threadId(), text, Optional.empty());
  }
}
