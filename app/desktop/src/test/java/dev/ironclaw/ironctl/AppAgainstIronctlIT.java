package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.controlplane.ControlPlane;
import dev.ironclaw.controlplane.ControlPlaneConfig;
import dev.ironclaw.controlplane.session.SupervisorSettings;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.approval.WaitingViewModel;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.testing.LiveDesk;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Alice approves in the app what Bob rejects with ironctl at the same moment.
@Tag("alone")
@Timeout(180)
class AppAgainstIronctlIT {
  private static final int LEAST_ROUNDS = 10;
  private static final int MOST_ROUNDS = 40;
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(1);

  @TempDir
  private Path folder = Path.of("");

  private record Run(int exit, String said) {}

  private static Run ironctl(String token, Path state, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Surroundings surroundings = new Surroundings(Map.of("IRONCLAW_API_TOKEN", token), "Linux", "/nonexistent", false,
        new BufferedReader(new StringReader("")));
    String[] all = Stream.concat(Arrays.stream(words), Stream.of("--state-dir", state.toString()))
        .toArray(String[]::new);
    int exit = Ironctl.run(surroundings, out, out, all);
    return new Run(exit, said.toString(StandardCharsets.UTF_8));
  }

  private ControlPlane start(Path state) {
    return ControlPlane.start(ControlPlaneConfig.of(state, ControlPlaneConfig.defaultImageDir())
        .withApiAddress("127.0.0.1:0").withRuntime("process").withDev(true)
        .withBoxes(SupervisorSettings.DEFAULT.withPool(0, 0)));
  }

  @Test
  void oneWinsAndTheOtherSeesWhoWithinASecond() throws Exception {
    Path state = folder.resolve("state");
    int appWon = 0;
    int rounds = 0;
    try (ControlPlane controlPlane = start(state); ExecutorService faces = Executors.newFixedThreadPool(2)) {
      Endpoint endpoint = Endpoint.Tcp.parse(controlPlane.address().toString());
      ControlPlaneClient local = new ControlPlaneClient(endpoint, new StateFolder(state).token());
      String alice = local.createToken(new TokenCreateBody("alice", List.of("approve"), Optional.empty())).text();
      String bob = local.createToken(new TokenCreateBody("bob", List.of("approve"), Optional.empty())).text();
      try (local;
          LiveDesk desk = new LiveDesk(new ControlPlaneClient(endpoint, Optional.of(alice)),
              (_, work) -> work.run())) {
        PendingChanges pending = desk.on(() -> new PendingChanges(desk.backend()));
        WaitingViewModel inbox = desk.on(() -> new WaitingViewModel(desk.backend(), pending, Texts.of(Locale.ENGLISH)));
        desk.run(pending::start);
        desk.run(inbox::start);
        // Which is faster depends on the machine: by turns one and the other gets a longer and longer start.
        while (rounds < LEAST_ROUNDS || (rounds < MOST_ROUNDS && (appWon == 0 || appWon == rounds))) {
          int round = rounds++;
          String id = local.submit(ChangeSubmitBody.of(Optional.empty(), "persona", "dev-agent",
              Map.of("soul", "Round " + round + "."), Optional.empty())).id();
          desk.await("its card is open", inbox.card(),
              () -> inbox.card().get().filter(card -> card.change().id().equals(id)).isPresent());
          desk.run(() -> inbox.card().get().orElseThrow().seen().set(true));
          CyclicBarrier together = new CyclicBarrier(2);
          Future<?> yes = faces.submit(() -> {
            together.await();
            TimeUnit.MILLISECONDS.sleep(round % 2 == 0 ? round * 6L : 0); // sleep-ok: the other's start
            desk.run(inbox::approve);
            return null;
          });
          Future<Run> no = faces.submit(() -> {
            together.await();
            TimeUnit.MILLISECONDS.sleep(round % 2 == 0 ? 0 : round * 6L); // sleep-ok: the other's start
            return ironctl(bob, state, "change", "reject", id, "--reason", "not today");
          });
          yes.get();
          Run bobs = no.get();
          long decided = System.nanoTime();
          boolean approved = bobs.exit() != 0;
          // Who lost hears it from the event or from the refusal of its own answer: both name who was first.
          desk.await("the app says how it ended", inbox.note(), () -> approved
              ? inbox.note().get().startsWith("Approved and applied: ")
              : inbox.note().get().contains("bob"));
          Duration seen = Duration.ofNanos(System.nanoTime() - decided);
          assertThat(seen).as("round %d", round).isLessThan(SEEN_WITHIN);
          desk.await("it waits no more", inbox.card(), () -> pending.changes().isEmpty());
          assertThat(local.change(id).state()).isEqualTo(approved ? "applied" : "rejected");
          assertThat(local.change(id).decision().orElseThrow().decidedBy())
              .isEqualTo("operator:" + (approved ? "alice" : "bob"));
          if (approved) {
            appWon++;
            assertThat(bobs.said()).contains("alice");
          }
          desk.run(() -> pending.tell(""));
        }
      }
    }
    assertThat(appWon).as("each won").isBetween(1, rounds - 1);
  }
}
