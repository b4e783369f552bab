package dev.ironclaw.desktop.demo;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.PostureWords;
import dev.ironclaw.desktop.EmbeddedControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The main job, told as it happens: a message, an answer, a refused tool call, a request, a human's approval, the same
/// tool call again, and the audit log that proves it. Ends with 0 only where every step did what it must.
public final class Demo {
  private static final String AGENT = "mock-agent";
  private static final String WRITE = "tool:write_file {\"path\":\"hello.txt\",\"content\":\"written by the agent\"}";
  private static final String ASK = "tool:request_capability_change {\"kind\":\"enabled_tools\","
      + "\"payload\":{\"add\":[\"write_file\"]},\"reason\":\"I want to keep notes for you\"}";

  private final Narrator narrator;
  private final Path state;
  private volatile @Nullable EmbeddedControlPlane running;

  private Demo(Narrator narrator, Path state) {
    this.narrator = narrator;
    this.state = state;
  }

  /// Runs the story in a state folder of its own, which is removed at the end, also after Ctrl-C.
  public static void main(String... arguments) throws IOException {
    boolean accept = List.of(arguments).contains("--accept-unenforced-limits");
    Narrator narrator = new Narrator(System.out);
    Demo demo = new Demo(narrator, Files.createTempDirectory("ironclaw-demo-"));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(demo::cleanUp));
    try {
      demo.tell(accept);
    } catch (RuntimeException e) {
      narrator.step("FAILED: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private void cleanUp() {
    EmbeddedControlPlane started = running;
    if (started != null) {
      started.close();
    }
    Remains.remove(state);
  }

  private void tell(boolean acceptUnenforcedLimits) {
    narrator.step("Starting a control plane with the agent '" + AGENT + "' and an offline mock model.");
    try (EmbeddedControlPlane controlPlane = EmbeddedControlPlane.startForDevelopment(state, acceptUnenforcedLimits);
        ControlPlaneClient client = controlPlane.connect();
        Conversation chat = new Conversation(client, AGENT)) {
      running = controlPlane;
      RuntimeView runtime = client.status().runtime();
      narrator.line("Boxes run in " + runtime.name() + " " + runtime.version() + ", platform " + runtime.platform()
          + (runtime.mode().isEmpty() ? "" : ", " + runtime.mode()) + ".");
      controlPlane.notices().forEach(notice -> narrator.line("Note: " + notice));

      narrator.step("You write to the agent; it answers from its own sandbox.");
      narrator.quote("you  ", "hello");
      String hello = chat.say("hello");
      narrator.quote("agent", hello);
      must(hello.contains("mock-agent received:") && hello.contains("hello"), "the agent did not answer the message");
      posture(client);

      narrator.step("You let the agent write a file. It was never given that power, so the host refuses.");
      narrator.quote("you  ", WRITE);
      String refused = chat.say(WRITE);
      narrator.quote("agent", refused);
      Path file = state.resolve("workspaces").resolve(AGENT).resolve("hello.txt");
      must(refused.contains("the host has not granted write_file") && !Files.exists(file),
          "the tool call was not refused");

      narrator.step("The agent asks for the power.");
      narrator.quote("agent", chat.say(ASK));
      ChangeView change = theOnlyPending(client);
      card(change);

      narrator.step("You approve exactly this card (hash " + change.cardHash().substring(0, 12) + "…).");
      narrator.line("Result: " + client.decide(change.id(), DecisionBody.approve(change.cardHash(), Optional.empty()))
          .state() + ". The agent's box is replaced by one with a writable workspace, and the agent is told:");
      narrator.quote("agent", chat.next());

      narrator.step("The same tool call again.");
      narrator.quote("you  ", WRITE);
      String written = chat.say(WRITE);
      narrator.quote("agent", written);
      must(read(file).equals("written by the agent"), "the approved tool call did not write the file");
      narrator.line("On the host, " + state.relativize(file) + " now reads: " + read(file));

      narrator.step("What the audit log has of the change:");
      audit(client.audit(500), change.id());
    }
    narrator.step("The control plane has stopped. Checking the audit log offline, without it and without a key.");
    verify();
    List<String> remains = Remains.of(state);
    must(remains.isEmpty(), "something is left: " + remains);
    narrator.step("Done: no process and no mount is left, and the demo's state folder is removed.");
  }

  private void posture(ControlPlaneClient client) {
    narrator.step("What a probe inside that sandbox measured:");
    BoxPosture posture = client.sessions().stream().flatMap(session -> session.posture().stream()).findFirst()
        .or(() -> client.status().boxes().stream().map(BoxView::posture).flatMap(Optional::stream).findFirst())
        .orElseThrow(() -> new DemoFailure("no box reported its posture"));
    PostureWords.of(posture).forEach(
        line -> narrator.line(String.format(Locale.ROOT, "%-19s %s", line.name(), line.value())));
  }

  private ChangeView theOnlyPending(ControlPlaneClient client) {
    List<ChangeView> pending = client.pendingChanges();
    must(pending.size() == 1, "expected one pending change, found " + pending.size());
    return pending.getFirst();
  }

  private void card(ChangeView change) {
    CardView card = change.card();
    narrator.step("Nothing has changed yet. This card waits for a human:");
    narrator.line(card.title() + "   [" + card.risk() + "]");
    narrator.line("asked by " + card.requestedBy() + card.origin().map(origin -> ", " + origin).orElse(""));
    card.quotedReason().ifPresent(reason -> narrator.line("it says: " + reason));
    card.gains().forEach(gain -> narrator.line("+ " + gain));
    card.loses().forEach(loss -> narrator.line("- " + loss));
    card.differences().forEach(difference -> {
      narrator.line(difference.label() + " before: " + difference.before().replace("\n", ", "));
      narrator.line(difference.label() + " after:  " + difference.after().replace("\n", ", "));
    });
  }

  private void audit(List<AuditEntryView> entries, String changeId) {
    List<AuditEntryView> life = entries.stream().filter(entry -> entry.changeId().equals(Optional.of(changeId)))
        .toList();
    life.forEach(entry -> narrator.line("#" + entry.seq() + " " + entry.stage() + " by " + entry.actor() + ": "
        + entry.detail()));
    must(life.stream().anyMatch(entry -> entry.stage().equals("decision"))
        && life.stream().anyMatch(entry -> entry.stage().equals("apply")), "the audit log lacks the decision");
  }

  private void verify() {
    try {
      switch (AuditVerifier.verify(state)) {
        case AuditVerdict.Intact intact ->
          narrator.line("Intact: " + intact.entries() + " entries, the last one has the hash " + intact.head() + ".");
        case AuditVerdict.Broken broken -> throw new DemoFailure("the audit log is broken: " + broken);
      }
    } catch (IOException e) {
      throw new DemoFailure("can't read the audit log: " + e);
    }
  }

  private static void must(boolean holds, String otherwise) {
    if (!holds) {
      throw new DemoFailure(otherwise);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new DemoFailure("can't read " + file + ": " + e);
    }
  }
}
