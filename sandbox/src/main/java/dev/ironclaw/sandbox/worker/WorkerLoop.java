package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.IronclawException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Our own agent: asks the model, runs the tools that it wants, and so on until it wants none. Prompts of people go in
/// between the rounds. One for each job; only the calling thread.
final class WorkerLoop {
  private static final int MOST_CUT_ANSWERS = 3;
  private static final String CUT = "[Your answer was cut at its longest, and no tool was run. Go on in smaller steps: write a"
      + " long file in parts.]";
  private static final String LAST = "[These were all the rounds of tools that this job has. Say now, without tools, what was"
      + " done and what is missing.]";

  private final Assignment assignment;
  private final ModelCalls model;
  private final JobTools tools;
  private final JobEvents events;
  private final Status status;
  private final Function<Duration, Optional<JobPrompt>> prompts;
  private final LongSupplier clock;
  private final Transcript transcript;
  private final Repetition repetition = new Repetition();
  private Deadline deadline;
  private int iterations;
  private int rounds;
  private int cutAnswers;
  private boolean done;

  /// Says how it goes.
  interface Status {
    void say(String state, String message, int iteration);
  }

  /// @param prompts the next that comes within the time
  /// @param clock nanoseconds from any moment, counting up
  WorkerLoop(Assignment assignment, ModelCalls model, JobTools tools, JobEvents events, Status status,
      Function<Duration, Optional<JobPrompt>> prompts, LongSupplier clock) {
    this.assignment = assignment;
    this.model = model;
    this.tools = tools;
    this.events = events;
    this.status = status;
    this.prompts = prompts;
    this.clock = clock;
    this.deadline = Deadline.ofTurn(assignment.timeout(), clock);
    this.transcript = new Transcript(ChatMessage.Words.system(SystemWords.of(assignment)),
        ChatMessage.Words.user(assignment.task()), Transcript.USUAL_CHARS);
  }

  /// Never throws for what the model or a tool does: that is a result with honest words.
  ///
  /// @throws IronclawException `UNAUTHENTICATED` where the job is over
  JobResult run() {
    String last = "";
    try {
      while (true) {
        addPrompts(Duration.ZERO);
        deadline.check();
        boolean offersTools = rounds++ < assignment.maxIterations();
        status.say("in_progress", "round " + rounds, ++iterations);
        ModelAnswer answer = model.answer(transcript, offersTools, deadline);
        last = said(answer, last);
        if (answer.wantsTools() && offersTools) {
          Optional<String> hopeless = round(answer);
          if (hopeless.isPresent()) {
            return failed(last, hopeless.get() + " failed again and again with the same arguments");
          }
        } else if (!goesOn(answer)) {
          return offersTools
              ? new JobResult(true, last.isBlank() ? "(The model ended without words.)" : last, iterations)
              : failed(last, "it took " + assignment.maxIterations() + " rounds of tools, the most that it may");
        }
      }
    } catch (IronclawException ended) {
      JobResult.refuseIfOver(ended);
      return failed(last, String.valueOf(ended.getMessage()));
    }
  }

  private String said(ModelAnswer answer, String last) {
    answer.thought().ifPresent(events::reasoning);
    String text = answer.message().text();
    if (!text.isBlank()) {
      events.message(text);
    }
    return text.isBlank() ? last : text;
  }

  /// @return the tool that makes no sense to go on with
  private Optional<String> round(ModelAnswer answer) {
    if (answer.cut() && ++cutAnswers < MOST_CUT_ANSWERS) {
      transcript.add(new ChatMessage.Assistant(answer.message().text().isBlank() ? "…" : answer.message().text(),
          List.of(), answer.message().thoughts()));
      transcript.add(ChatMessage.Words.user(CUT));
      return Optional.empty();
    }
    List<ToolRequest> requests = answer.message().calls();
    transcript.add(answer.message());
    requests.forEach(request -> events.toolUse(request.name(), request.arguments()));
    List<JobTool.Outcome> outcomes = tools.run(requests, deadline);
    for (int i = 0; i < requests.size(); i++) {
      ToolRequest request = requests.get(i);
      JobTool.Outcome outcome = outcomes.get(i);
      events.toolResult(request.name(), outcome.text(), outcome.success());
      String nudge = outcome.success() ? "" : repetition.failed(request).map(words -> "\n" + words).orElse("");
      transcript.add(new ChatMessage.ToolSaid(request.id(), request.name(), outcome.text() + nudge));
    }
    if (rounds == assignment.maxIterations()) {
      transcript.add(ChatMessage.Words.user(LAST));
    }
    return repetition.hopeless(requests);
  }

  /// Whether a person has more to say after an answer.
  private boolean goesOn(ModelAnswer answer) {
    transcript.add(answer.message());
    return !done && addPrompts(assignment.idle());
  }

  /// All that wait, or the first that comes within the time. A person's words begin a turn, with its own time and rounds.
  private boolean addPrompts(Duration wait) {
    boolean added = false;
    Deadline idle = Deadline.in(wait, clock);
    while (!done) {
      Duration left = added ? Duration.ZERO : Waits.next(idle);
      Optional<JobPrompt> prompt = prompts.apply(left);
      if (prompt.isPresent()) {
        done = prompt.get().done();
        if (!prompt.get().content().isBlank()) {
          transcript.add(ChatMessage.Words.user(prompt.get().content()));
          added = true;
          deadline = Deadline.ofTurn(assignment.timeout(), clock);
          rounds = 0;
        }
      } else if (left.isZero()) {
        return added;
      }
    }
    return added;
  }

  private JobResult failed(String last, String why) {
    return new JobResult(false, last.isBlank() ? "I could not finish: " + why : last + "\n\nI could not finish: " + why,
        iterations);
  }
}
