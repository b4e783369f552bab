package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxCommit.Ack;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.provider.ModelMessage;
import dev.ironclaw.sandbox.provider.ModelRequest;
import dev.ironclaw.sandbox.provider.ModelRequest.ToolOffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From one inbound row to the words that answer it. What the model asked for is made durable before it is done, so a
/// box that dies at any point is followed by one that goes on from there. Only the loop's thread; one for each row.
final class Turn {
  private static final int MAX_TOOL_CALLS = 16;

  private final Desk desk;
  private final Work work;
  private final BoxConfig config;
  private final Cancellation cancellation;
  private final TurnJournal journal;
  private final ModelCaller model;
  private final String user;
  private final long deadline;
  private final List<Round> rounds;

  Turn(Desk desk, Work work, BoxConfig config, Cancellation cancellation) {
    this.desk = desk;
    this.work = work;
    this.config = config;
    this.cancellation = cancellation;
    this.journal = new TurnJournal(desk.memory(), inbound());
    this.model = new ModelCaller(desk.provider(config.dialect()), text -> desk.partials().offer(inbound(), text));
    this.user = Prompt.user(work);
    this.deadline = System.nanoTime() + Duration.ofSeconds(config.limits().turnSeconds()).toNanos();
    this.rounds = journal.rounds();
  }

  /// Never throws for what the model or a tool does: a failure is an outcome with honest words.
  Outcome run() {
    try {
      while (true) {
        runPendingTools();
        if (cancellation.isCancelled()) {
          return stopped("Stopped, as you asked.");
        }
        List<ModelBlock> said = model.answer(this::request);
        if (said.stream().noneMatch(ModelBlock.ToolUse.class::isInstance)) {
          return new Outcome(AckStatus.COMPLETED, worded(new Round(said, List.of()).text()), user);
        }
        if (rounds.size() >= config.limits().maxToolRounds()) {
          return stopped("I stopped after " + rounds.size() + " rounds of tools, the most that one answer may take.");
        }
        journal(bounded(said));
      }
    } catch (IronclawException failed) {
      return ended(failed);
    }
  }

  private MessageId inbound() {
    return work.trigger().id();
  }

  /// Also runs those of a round that a killed box had begun: a tool's row has the same id then, so it is stored once.
  private void runPendingTools() {
    if (rounds.isEmpty() || !rounds.getLast().results().isEmpty()) {
      return;
    }
    Round asked = rounds.removeLast();
    ToolRound tools = new ToolRound(desk, work.trigger(), rounds.size());
    rounds.add(new Round(asked.said(), tools.run(asked.uses(), cancellation)));
  }

  private ModelRequest request() {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new IronclawException(ErrorCode.NOT_READY, "answer: the time for one turn is used up");
    }
    return new ModelRequest(config.model(), Prompt.system(config), messages(), offers(), config.maxOutputTokens(),
        Duration.ofNanos(left), cancellation);
  }

  private List<ModelMessage> messages() {
    List<ModelMessage> messages = new ArrayList<>(desk.history().messages(config.limits().historyTokens()));
    messages.add(ModelMessage.user(user));
    for (Round round : rounds) {
      messages.add(new ModelMessage(ModelMessage.Role.ASSISTANT, round.said()));
      messages.add(new ModelMessage(ModelMessage.Role.USER, round.results()));
    }
    return messages;
  }

  private List<ToolOffer> offers() {
    return config.tools().stream().map(desk.tools()::find).flatMap(Optional::stream)
        .map(tool -> new ToolOffer(tool.name(), tool.description(), tool.inputSchema())).toList();
  }

  private static List<ModelBlock> bounded(List<ModelBlock> said) {
    long calls = said.stream().filter(ModelBlock.ToolUse.class::isInstance).count();
    if (calls > MAX_TOOL_CALLS) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "answer: the model asked for " + calls + " tools at once, more than " + MAX_TOOL_CALLS);
    }
    return said;
  }

  /// The results of the round before go along: one commit a round.
  private void journal(List<ModelBlock> said) {
    List<StateEntry> entries = new ArrayList<>();
    int round = rounds.size();
    if (round > 0) {
      entries.add(journal.results(round - 1, rounds.getLast().results()));
    }
    entries.add(journal.said(round, said));
    desk.commit(new BoxCommit(List.of(), List.of(new Ack(inbound(), AckStatus.PROCESSING)), entries));
    rounds.add(new Round(said, List.of()));
  }

  private Outcome ended(IronclawException failed) {
    if (cancellation.isCancelled()) {
      return stopped("Stopped, as you asked.");
    }
    if (deadline - System.nanoTime() <= 0) {
      return stopped("I ran out of the time that one answer may take.");
    }
    return new Outcome(AckStatus.FAILED, "I could not finish this answer (" + failed.getMessage() + ").", user);
  }

  /// What there is, and why there is no more.
  private Outcome stopped(String why) {
    String said = model.textSoFar().isBlank() && !rounds.isEmpty() ? rounds.getLast().text() : model.textSoFar();
    return new Outcome(AckStatus.COMPLETED, said.isBlank() ? why : said + "\n\n" + why, user);
  }

  private String worded(String text) {
    return text.isBlank() ? "(The model answered without words.)" : text;
  }

  /// @param user the words that the model was asked, for the history
  record Outcome(AckStatus status, String reply, String user) {}
}
