package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.registry.JobOrder;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class JobOrdersTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final SessionId SESSION = new SessionId("ses_0000000000000001");
  private static final JobId JOB = new JobId("00000000-0000-4000-8000-000000000007");

  @TempDir
  private Path folder;
  private final JobHouse.Outside outside = new JobHouse.Outside();
  private final List<String> failures = new ArrayList<>();
  private final List<Optional<AgentGroupId>> told = new ArrayList<>();
  private Map<String, String> grants = Map.of("GH", "github");
  private JobHouse house;

  @BeforeEach
  void setUp() {
    house = new JobHouse(folder, new FakeClock(), outside, 1);
  }

  @AfterEach
  void tearDown() {
    house.close();
  }

  private JobOrders orders() {
    return new JobOrders(told::add, id -> Optional.of(new JobOrder(id, ANNA, "Tidy", "Tidy up", JobMode.WORKER,
        Optional.of("site"), new TreeMap<>(grants), new TreeSet<>(List.of("api.github.com")), Optional.empty())),
        house.jobs, (_, why) -> failures.add(why));
  }

  private static Change change(String after) {
    return JobToolsTest.change(
        new ChangeSubmission(Optional.of(new ChangeId("chg_00000000000000000000000000000001")), "job",
            Optional.of(ANNA),
            JsonMapper.shared().readTree(after), Optional.empty(), new Principal.Agent(SESSION),
            Optional.of(new Origin(SESSION, Optional.empty()))),
        ChangeState.APPLIED,
        Optional.of(new Change.DecisionRecord(true, "operator:alice", Instant.EPOCH, Optional.empty())));
  }

  @Test
  void startsWhatWasApprovedOnceInTheNameOfWhoApprovedIt() {
    orders().applied(change("{\"title\":\"Tidy\"}"));
    orders().applied(change("{\"title\":\"Tidy\"}"));

    assertThat(house.jobs.list(JobFilter.ALL, 10)).singleElement().satisfies(job -> {
      assertThat(job.id()).isEqualTo(JOB);
      assertThat(job.spec().owner()).isEqualTo("operator:alice");
      assertThat(job.spec().agent()).hasValue(ANNA);
      assertThat(job.spec().session()).hasValue(SESSION);
      assertThat(job.spec().project()).hasValue("site");
      assertThat(job.spec().grants()).containsExactly(new CredentialGrant("GH", "github"));
      assertThat(job.spec().hosts()).containsExactly(HostPattern.of("api.github.com"));
    });
    assertThat(told).containsExactly(Optional.of(ANNA), Optional.of(ANNA));
    assertThat(failures).isEmpty();
  }

  @Test
  void endsWhatIsTakenBack() {
    orders().applied(change("{\"title\":\"Tidy\"}"));

    orders().applied(change("{\"remove\":\"" + JOB + "\"}"));

    assertThat(house.jobs.find(JOB).state()).isEqualTo(JobState.CANCELLED);
    orders().applied(change("{\"remove\":\"00000000-0000-4000-8000-000000000008\"}"));
  }

  @Test
  void saysWhyItCanNeverBeStarted() {
    grants = Map.of("GH", "gone");

    orders().applied(change("{\"title\":\"Tidy\"}"));

    assertThat(failures).singleElement().asString().contains("could not be started", "gone");
    assertThat(house.jobs.list(JobFilter.ALL, 10)).isEmpty();
  }

  @Test
  void letsTheGatewayTryAgainWhatMayWorkLater() {
    outside.failAt = "ready";

    assertThatThrownBy(() -> orders().applied(change("{\"title\":\"Tidy\"}"))).hasMessageContaining("it fails here");

    assertThat(failures).isEmpty();
    outside.failAt = "";
    orders().applied(change("{\"title\":\"Tidy\"}"));
    assertThat(house.jobs.find(JOB).id()).isEqualTo(JOB);
  }
}
