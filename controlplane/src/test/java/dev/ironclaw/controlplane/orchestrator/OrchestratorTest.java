package dev.ironclaw.controlplane.orchestrator;

import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.JOB;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.LIMITS;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.OTHER;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.OTHER_TOKEN;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.TOKEN;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.get;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.path;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.box.RawClient.Answer;
import dev.ironclaw.controlplane.orchestrator.JobDesk.GrantedVariable;
import dev.ironclaw.controlplane.orchestrator.JobDesk.Prompt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
final class OrchestratorTest {
  private final OrchestratorHouse house = new OrchestratorHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void tellsItsHealthToWhoeverAsks() throws IOException {
    try (RawClient client = house.open()) {
      assertThat(client.get("/health")).extracting(Answer::status, Answer::body).containsExactly(200, "ok");
      assertThat(client.post("/health", "{}").status()).isEqualTo(405);
    }
  }

  @Test
  void tellsAJobWhatItIsToDo() throws IOException {
    try (RawClient client = house.open()) {
      Answer answer = get(client, "job");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(JsonMapper.shared().readTree(answer.body())).isEqualTo(JsonMapper.shared().readTree("""
          {"title":"Tidy","description":"Tidy it up","project_dir":"site","mode":"worker","max_iterations":50,
           "model":"mock-1","allowed_tools":["Read(*)"],"timeout_seconds":600,"idle_seconds":90}"""));
      house.desk.assignment = () -> {
        throw FakeDesk.unknown();
      };
      assertThat(get(client, "job").status()).isEqualTo(404);
    }
  }

  /// A line each: method, path, authorization, status.
  @ParameterizedTest
  @CsvSource({"GET,/worker/not-a-uuid/job,right,400", "GET,/worker//job,right,400",
      "GET,/worker/0b5bdf4e3a524b8f9a590f2c1d5e6a70/job,right,400", "GET,/worker/{job}/job,none,401",
      "GET,/worker/{job}/job,wrong,401", "GET,/worker/{job}/job,basic,401", "GET,/worker/{job}/job,empty,401",
      "GET,/worker/{job}/job,twice,401", "GET,/worker/{job}/job,other,401", "GET,/worker/{other}/job,right,401",
      "GET,/worker/{other}/job,other,401", "GET,/worker/{unknown}/job,right,401", "GET,/worker/{JOB}/job,right,200",
      "GET,/worker/{job}/job,lower,200", "GET,/worker/{job}/nothing,wrong,401", "GET,/worker/{job}/nothing,right,404",
      "GET,/worker/{job},right,404", "GET,/worker/{job}/,right,404", "GET,/worker/{job}/job/,right,404",
      "GET,/worker/{job}//job,right,400", "GET,/worker/{job}/%6aob,right,404", "GET,/worker/{job}%2Fjob,right,400",
      "GET,/worker/{job}/../{job}/job,right,404", "GET,/other,right,404", "POST,/worker/{job}/job,right,405",
      "GET,/worker/{job}/event,right,405", "GET,/worker/{job}/job?x=1,right,400",
      "GET,/worker/{job}/prompt?wait=26,right,400", "GET,/worker/{job}/prompt?wait=-1,right,400",
      "GET,/worker/{job}/prompt?wait=0&wait=1,right,400", "GET,/worker/{job}/prompt,right,204",
      "GET,/worker/{job}/prompt?wait=0,right,204", "GET,/worker/{job}/credentials,right,204",
      "HEAD,/worker/{job}/anthropic/api/hello,right,200", "HEAD,/worker/{job}/anthropic/api/hello,none,200",
      "GET,/worker/{job}/anthropic/api/hello,none,405"})
  void letsInWhoeverProvesToBeTheJob(String method, String path, String proof, int status) throws IOException {
    String target = path.replace("{job}", JOB.value()).replace("{JOB}", "0B5BDF4E-3A52-4B8F-9A59-0F2C1D5E6A70")
        .replace("{other}", OTHER.value()).replace("{unknown}", "00000000-0000-4000-8000-000000000000");
    String authorization = switch (proof) {
      case "right" -> "Authorization: Bearer " + TOKEN.value() + "\r\n";
      case "lower" -> "authorization: bearer " + TOKEN.value() + "\r\n";
      case "wrong" -> "Authorization: Bearer " + "ef".repeat(32) + "\r\n";
      case "other" -> "Authorization: Bearer " + OTHER_TOKEN.value() + "\r\n";
      case "basic" -> "Authorization: Basic " + TOKEN.value() + "\r\n";
      case "empty" -> "Authorization: Bearer \r\n";
      case "twice" -> ("Authorization: Bearer " + TOKEN.value() + "\r\n").repeat(2);
      default -> "";
    };
    house.orchestrator.open(OTHER, OTHER_TOKEN);
    try (RawClient client = house.open()) {
      client.send(method + " " + target + " HTTP/1.1\r\nHost: h\r\n" + authorization + "\r\n");
      assertThat((method.equals("HEAD") ? client.head() : client.answer()).status()).isEqualTo(status);
    }
    assertThat(house.desk.told).isEmpty();
    if (status == 401) {
      assertThat(house.refused).singleElement().asString().startsWith(JOB + " token 401").doesNotContain("efef");
    }
  }

  /// A line each: endpoint, body, content type, status, what the desk heard.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "status | {\"state\":\"in_progress\",\"message\":\"on it\",\"iteration\":3} | json | 200 | status in_progress on it 3",
      "status | {\"state\":\"in_progress\",\"iteration\":0,\"new\":1} | json | 200 | status in_progress - 0",
      "status | {\"state\":\"in_progress\",\"message\":null,\"iteration\":0} | json | 200 | status in_progress - 0",
      "status | {\"state\":\"in_progress\"} | json | 422 | -", "status | {\"iteration\":1} | json | 422 | -",
      "status | {\"state\":\"x\",\"iteration\":-1} | json | 422 | -",
      "status | {\"state\":\"x\",\"iteration\":1.5} | json | 422 | -", "status | {\"state\": | json | 400 | -",
      "status | [] | json | 422 | -", "status | {\"state\":\"x\",\"iteration\":1} {} | json | 400 | -",
      "status | {\"state\":\"x\",\"state\":\"y\",\"iteration\":1} | json | 400 | -",
      "status | {\"state\":\"x\",\"iteration\":1} | text | 415 | -",
      "status | {\"state\":\"x\",\"iteration\":1} | charset | 200 | status x - 1",
      "complete | {\"success\":true,\"message\":\"done\",\"iterations\":7} | json | 200 | complete true done 7",
      "complete | {\"success\":\"yes\",\"iterations\":7} | json | 422 | -",
      "complete | {\"success\":false} | json | 422 | -",
      "event | {\"event_type\":\"message\",\"data\":{\"content\":\"hi\"}} | json | 200 | event - message {\"content\":\"hi\"}",
      "event | {\"event_type\":\"message\",\"data\":[1],\"id\":\"e1\"} | json | 200 | event e1 message [1]",
      "event | {\"event_type\":\"own_thing\",\"data\":null} | json | 200 | event - status null",
      "event | {\"event_type\":\"message\"} | json | 422 | -", "event | {\"data\":{}} | json | 422 | -",
      "event | {\"event_type\":\"message\",\"data\":1,\"id\":\"\"} | json | 422 | -",
      "event | {\"event_type\":\"message\",\"data\":1,\"id\":7} | json | 422 | -",
      "event | {\"event_type\":\"\\ud800\",\"data\":1} | json | 422 | -"})
  void readsWhatAJobPosts(String tail, String body, String type, int status, String heard) throws IOException {
    try (RawClient client = house.open()) {
      String content = Map.of("json", "application/json", "text", "text/plain", "charset",
          "Application/JSON; charset=utf-8").get(type);
      assertThat(post(client, tail, body, Map.of("Content-Type", content)).status()).isEqualTo(status);
      assertThat(List.copyOf(house.desk.told)).isEqualTo(heard.equals("-") ? List.of() : List.of(heard));
      assertThat(get(client, "job").status()).as("the connection stays").isEqualTo(200);
    }
  }

  @Test
  void answersACompletionAsTheReferenceDoes() throws IOException {
    try (RawClient client = house.open()) {
      assertThat(post(client, "complete", "{\"success\":true,\"iterations\":1}").body()).isEqualTo(
          "{\"status\":\"ok\"}");
    }
  }

  @Test
  void doesNotAnswerAnEventThatIsNotKept() throws IOException {
    try (RawClient client = house.open()) {
      house.desk.eventFault = () -> {
        throw new IllegalStateException("the disk is full of words that nobody may see");
      };
      Answer answer = post(client, "event", "{\"event_type\":\"message\",\"data\":{}}");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("disk");
    }
  }

  @Test
  void takesSecretsOutOfWhatTheDeskHears() throws IOException {
    String known = "tomcat-seven-lamps-0451";
    house.leaks.know("vault:x", List.of(known));
    try (RawClient client = house.open()) {
      post(client, "status", "{\"state\":\"x\",\"message\":\"key " + known + "\",\"iteration\":1}");
      post(client, "complete", "{\"success\":true,\"message\":\"" + known + "\",\"iterations\":1}");
      post(client, "event", "{\"event_type\":\"tool_use\",\"data\":{\"a\":[{\"b\":\"x " + known + "\"}],\"" + known
          + "\":1,\"n\":12345678}}");
    }
    assertThat(house.desk.told).hasSize(3).allMatch(told -> !told.contains(known) && told.contains("[REDACTED]"))
        .last().asString().contains("12345678");
  }

  @Test
  void handsOutOnePromptAtATime() throws IOException {
    house.desk.prompts.add(new Prompt(7, "first", false));
    house.desk.prompts.add(new Prompt(8, "second", true));
    try (RawClient client = house.open()) {
      assertThat(get(client, "prompt").body()).isEqualTo("{\"content\":\"first\",\"done\":false}");
      assertThat(get(client, "prompt?wait=5").body()).isEqualTo("{\"content\":\"second\",\"done\":true}");
      assertThat(get(client, "prompt")).extracting(Answer::status, Answer::body).containsExactly(204, "");
    }
  }

  @Test
  void namesPromptsToWhoAcknowledgesThemAndTakesNoOtherQuery() throws IOException {
    house.desk.prompts.add(new Prompt(7, "first", false));
    try (RawClient client = house.open()) {
      assertThat(get(client, "prompt?wait=5&ack=0").body())
          .isEqualTo("{\"content\":\"first\",\"done\":false,\"id\":7}");
      assertThat(get(client, "prompt?wait=0&ack=7").status()).isEqualTo(204);
      assertThat(get(client, "prompt").status()).isEqualTo(204);
      assertThat(house.desk.acks).containsExactly(Optional.of(0L), Optional.of(7L), Optional.empty());
      for (String wrong : List.of("ack=1", "wait=5&ack=", "wait=5&ack=-1", "wait=5&ack=1&ack=2", "wait=26&ack=1")) {
        assertThat(get(client, "prompt?" + wrong).status()).as(wrong).isEqualTo(400);
      }
    }
  }

  @Test
  void answersAWaitingJobWhenAPromptComes() throws Exception {
    try (RawClient client = house.open()) {
      client.send("GET " + path("prompt?wait=25") + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + TOKEN.value()
          + "\r\n\r\n");
      house.desk.waiting.take().complete(Optional.of(new Prompt(9, "now", false)));
      assertThat(client.answer().body()).contains("now");
      assertThat(get(client, "job").status()).isEqualTo(200);
    }
  }

  @Test
  void takesNoPromptForAJobThatHungUp() throws Exception {
    CompletableFuture<Optional<Prompt>> asker;
    try (RawClient client = house.open()) {
      client.send("GET " + path("prompt?wait=25") + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + TOKEN.value()
          + "\r\n\r\n");
      asker = house.desk.waiting.take();
    }
    assertThatThrownBy(() -> asker.get(30, TimeUnit.SECONDS)).isInstanceOf(
        CancellationException.class);
  }

  @Test
  void givesCredentialsOrOneAnswerForEveryReasonNotTo() throws IOException {
    try (RawClient client = house.open()) {
      house.desk.granted = () -> List.of(new GrantedVariable("A_KEY", "value"));
      Answer answer = get(client, "credentials");
      assertThat(answer.body()).isEqualTo("[{\"env_var\":\"A_KEY\",\"value\":\"value\"}]");
      assertThat(answer.headers()).containsEntry("cache-control", "no-store");
      house.desk.granted = () -> {
        throw new IronclawException(ErrorCode.DENIED, "no");
      };
      assertThat(get(client, "credentials").status()).isEqualTo(403);
      house.desk.granted = () -> {
        throw new IronclawException(ErrorCode.NOT_READY, "the vault is closed");
      };
      assertThat(get(client, "credentials").status()).isEqualTo(503);
    }
  }

  @Test
  void knowsNoTokenOnceItIsRevoked() throws IOException {
    try (RawClient client = house.open()) {
      house.orchestrator.revoke(JOB);
      assertThat(get(client, "job").status()).isEqualTo(401);
      assertThat(client.get("/health").status()).isEqualTo(200);
      assertThat(client.send("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n").answer().status())
          .isEqualTo(401);
      assertThat(house.connects).isEmpty();
    }
  }

  @Test
  void leadsToTheDoorOfHostsByTheSocketAlone() throws IOException {
    try (RawClient client = house.open()) {
      client.send("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(403);
      assertThat(house.connects).containsExactly(JOB + " example.org:443");
    }
  }

  @Test
  void keepsTheTokenWhereOnlyTheJobIs() throws IOException {
    Path folder = house.orchestrator.open(JOB, TOKEN);
    assertThat(folder.resolve("token")).hasContent(TOKEN.value());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token")))).isEqualTo(
        "r--------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    house.orchestrator.close(JOB);
    assertThat(folder).doesNotExist();
    assertThatThrownBy(() -> new RawClient(folder)).isInstanceOf(IOException.class);
  }

  @Test
  void listensInTheSameFolderAfterARestart() throws IOException {
    Path folder = house.orchestrator.open(JOB, TOKEN);
    house.orchestrator.open(OTHER, OTHER_TOKEN);
    house.orchestrator.close();
    assertThat(folder.resolve("token")).exists();
    try (Orchestrator again = house.orchestrator(LIMITS)) {
      assertThat(again.reopen(JOB, TOKEN.hash())).isEqualTo(folder);
      again.sweep();
      assertThat(house.run.resolve(OTHER.value())).doesNotExist();
      try (RawClient client = new RawClient(folder)) {
        assertThat(get(client, "job").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void listensOnLoopbackAloneWhereItIsTold() throws IOException {
    int port = house.orchestrator.listenOnLoopback(0);
    house.orchestrator.open(JOB, TOKEN);
    try (RawClient client = new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      assertThat(((InetSocketAddress) client.channel().getRemoteAddress()).getAddress().isLoopbackAddress()).isTrue();
      assertThat(get(client, "job").status()).isEqualTo(200);
      assertThat(get(client, path("job"), OTHER_TOKEN).status()).isEqualTo(401);
      assertThat(client.send("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n").answer().status())
          .isEqualTo(401);
    }
  }
}
