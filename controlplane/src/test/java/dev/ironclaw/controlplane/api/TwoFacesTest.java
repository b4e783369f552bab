package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.registry.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two people answer the same card at the same moment: one at the unix socket, as the app does, one over TCP.
class TwoFacesTest {
  private static final int ROUNDS = 25;

  @TempDir
  private Path state = Path.of("");

  @Test
  void oneOfTwoOppositeAnswersWinsAndTheOtherIsToldWhoDid() throws Exception {
    try (ApiRig rig = new ApiRig(state); ExecutorService faces = Executors.newFixedThreadPool(2)) {
      String alice = ApiRig.bearer(rig.mint("alice", Scope.READ, Scope.APPROVE));
      String bob = ApiRig.bearer(rig.mint("bob", Scope.READ, Scope.APPROVE));
      RawHttp socket = RawHttp.socket(rig.socket);
      for (int round = 0; round < ROUNDS; round++) {
        String id = rig.call("POST", "/v1/changes", "{\"kind\":\"persona\",\"agentGroupId\":\"" + ApiRig.AGENT.value()
            + "\",\"after\":{\"soul\":\"Round " + round + ".\"}}").text("id");
        String path = "/v1/changes/" + id + "/decision";
        String hash = rig.get("/v1/changes/" + id).text("cardHash");
        CyclicBarrier together = new CyclicBarrier(2);
        Future<RawHttp.Answer> yes = faces.submit(at(together, () -> socket.send("POST", path,
            "{\"outcome\":\"approve\",\"cardHash\":\"" + hash + "\"}", alice)));
        Future<RawHttp.Answer> no = faces.submit(at(together, () -> rig.http.send("POST", path,
            "{\"outcome\":\"reject\",\"reason\":\"no\"}", bob)));
        boolean approved = yes.get().status() == 200;
        RawHttp.Answer lost = approved ? no.get() : yes.get();
        assertThat(List.of(yes.get().status(), no.get().status())).as("round %d", round)
            .containsExactlyInAnyOrder(200, 409);
        assertThat(lost.text("code")).isEqualTo("CHANGE_ALREADY_DECIDED");
        assertThat(lost.text("detail")).contains(approved ? "alice" : "bob");
        JsonNode change = rig.get("/v1/changes/" + id).json();
        assertThat(change.path("state").asString()).isEqualTo(approved ? "applied" : "rejected");
        assertThat(rig.registry.agentGroup(ApiRig.AGENT).orElseThrow().persona().soul().equals("Round " + round + "."))
            .isEqualTo(approved);
        // A no that comes between an approval and its effect stops it: then both are in the log, the one that holds last.
        assertThat(rig.audit.newest(100).stream().map(entry -> entry.event())
            .filter(event -> event.subject().equals(id) && event.stage().equals("decision")).toList().getLast().actor())
            .isEqualTo(approved ? "operator:alice" : "operator:bob");
      }
    }
  }

  private static <T> Callable<T> at(CyclicBarrier moment, Callable<T> act) {
    return () -> {
      moment.await();
      return act.call();
    };
  }
}
