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
import dev.ironclaw.sandbox.provider.ModelRequest;
import dev.ironclaw.sandbox.provider.ModelRequest.ToolOffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From one inbound row to the words that answer it. What the model asked for is made durable before it is done, so a
/// box that dies at any point is followed by one that goes on from there. Only the loop's thread; one for each row.
final class Turn {
  private static final String CANCELLED = "Stopped.";

  private final Desk desk;
  private final Work work;
  private final BoxConfig config;
  private final Cancellation cancellation;
  private final TurnJournal journal;
  private final ModelCaller model;
  private final String user;
  private final Conversation conversation;
  private final long deadline;
  private final List<Round> rounds;
  private long otherTokens;

  Turn(Desk desk, Work work, BoxConfig config, Cancellation cancellation) {
    this.desk = desk;
    this.work = work;
    this.config = config;
    this.cancellation = cancellation;
    this.journal = new TurnJournal(desk.memory(), inbound());
    this.model = new ModelCaller(desk.provider(config.dialect()), text -> desk.partials().offer(inbound(), text));
    this.user = Prompt.user(work);
    this.conversation = new Conversation(desk.history(),
        new Attachments(desk, work.trigger(), cancellation).beside(user),
        config.limits().historyTokens());
    this.deadline = System.nanoTime() + Duration.ofSeconds(config.limits().turnSeconds()).toNanos();
    this.rounds = journal.rounds();
  }

  /// Never throws for what the model or a tool does: a failure is an outcome with honest words.
  Outcome run() {
    try {
      if (rounds.isEmpty()) {
        otherTokens = new Summariser(desk, config, cancellation)
            .makeRoom(Duration.ofNanos(deadline - System.nanoTime()));
      }
      while (true) {
        Optional<String> end = runPendingTools().end();
        if (cancellation.isCancelled() || end.isPresent()) {
          return stopped(end.filter(_ -> !cancellation.isCancelled()).orElse(CANCELLED));
        }
        Said said = answer();
        if (said.blocks().stream().noneMatch(ModelBlock.ToolUse.class::isInstance)) {
          return outcome(AckStatus.COMPLETED, worded(said));
        }
        Optional<String> limit = limit(said);
        if (limit.isPresent()) {
          return stopped(limit.get());
        }
        journal(said);
      }
    } catch (IronclawException failed) {
      return ended(failed);
    }
  }

  private MessageId inbound() {
    return work.trigger().id();
  }

  /// Also runs those of a round that a killed box had begun: a tool's row has the same id then, so it is stored once.
  private Repeats runPendingTools() {
    if (rounds.isEmpty() || !rounds.getLast().results().isEmpty()) {
      return new Repeats(rounds);
    }
    Round asked = rounds.removeLast();
    Repeats repeats = new Repeats(rounds);
    ToolRound tools = new ToolRound(desk, work.trigger(), rounds.size(), repeats);
    rounds.add(new Round(asked.said(), tools.run(asked.uses(), cancellation), asked.tokens()));
    Pictures.keepNewestOf(rounds);
    return repeats;
  }

  private Said answer() {
    while (true) {
      try {
        return model.answer(this::request);
      } catch (IronclawException refused) {
        if (cancellation.isCancelled() || !conversation.shrink(refused, rounds)) {
          throw refused;
        }
      }
    }
  }

  private ModelRequest request() {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new IronclawException(ErrorCode.NOT_READY, "answer: the time for one turn is used up");
    }
    return new ModelRequest(config.model(), Prompt.system(config), conversation.messages(rounds), offers(),
        config.maxOutputTokens(), Duration.ofNanos(left), cancellation);
  }

  private List<ToolOffer> offers() {
    return config.tools().stream().map(desk.tools()::find).flatMap(Optional::stream)
        .map(tool -> new ToolOffer(tool.name(), tool.description(), tool.inputSchema())).toList();
  }

  /// Why no more tools are run.
  private Optional<String> limit(Said said) {
    if (rounds.size() >= config.limits().maxToolRounds()) {
      return Optional.of(
          "I stopped after " + rounds.size() + " rounds of tools, the most that one answer may take.");
    }
    long tokens = otherTokens + said.tokens() + rounds.stream().mapToLong(Round::tokens).sum();
    return tokens >= config.limits().turnTokens()
        ? Optional
            .of("I stopped after " + tokens + " tokens; one answer may take " + config.limits().turnTokens() + ".")
        : Optional.empty();
  }

  /// The results of the round before go along: one commit a round.
  private void journal(Said said) {
    List<StateEntry> entries = new ArrayList<>();
    int round = rounds.size();
    if (round > 0) {
      entries.add(journal.results(round - 1, rounds.getLast().results()));
    }
    entries.add(journal.said(round, said.blocks(), said.tokens()));
    desk.commit(new BoxCommit(List.of(), List.of(new Ack(inbound(), AckStatus.PROCESSING)), entries));
    rounds.add(new Round(said.blocks(), List.of(), said.tokens()));
  }

  private Outcome ended(IronclawException failed) {
    if (cancellation.isCancelled()) {
      return stopped(CANCELLED);
    }
    if (deadline - System.nanoTime() <= 0) {
      return stopped("I ran out of the time that one answer may take.");
    }
    return ended(AckStatus.FAILED, "I could not finish this answer (" + failed.getMessage() + ").");
  }

  private Outcome stopped(String why) {
    return ended(AckStatus.COMPLETED, why);
  }

  /// What there is, and why there is no more.
  private Outcome ended(AckStatus status, String why) {
    String now = model.soFar().text();
    String said = now.isBlank() && !rounds.isEmpty() ? rounds.getLast().text() : now;
    return outcome(status, said.isBlank() ? why : said + "\n\n" + why);
  }

  private Outcome outcome(AckStatus status, String reply) {
    return new Outcome(status, reply, user, Deeds.of(rounds));
  }

  private String worded(Said said) {
    String text = said.text();
    return switch (said.reason()) {
      case MAX_TOKENS ->
        text + "\n\n(Cut here: an answer of this model may have " + config.maxOutputTokens() + " tokens.)";
      case REFUSED -> text.isBlank() ? "The model refused to answer this." : text;
      case END, TOOL_USE, OTHER -> text.isBlank() ? "(The model answered without words.)" : text;
    };
  }

  /// @param user the words that the model was asked, for the history
  /// @param did what tools were used, for the history
  record Outcome(AckStatus status, String reply, String user, String did) {}
}
