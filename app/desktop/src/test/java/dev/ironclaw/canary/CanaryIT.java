package dev.ironclaw.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ProviderBody;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.contract.api.VaultAddBody;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.system.BoxProcesses;
import dev.ironclaw.system.ControlPlaneProcess;
import dev.ironclaw.system.SeenEvents;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Secrets of every kind are used by a real agent in a real box, and then looked for wherever they may not be. In each place
/// the same search finds a word that is no secret and does lie there.
@Timeout(400)
final class CanaryIT {
  private static final String AGENT = "visible-canary-4711";
  private static final String OPEN = "open-canary-words-0815";
  private static final String FROM_ENVIRONMENT = "Zq7mPkey-of-the-environment-W3xv81";
  private static final String SEALED = "Rt5kLkey-that-is-sealed-here-N9bq27";
  private static final String VAULT = "Yh2dJsecret-of-the-vault-K6fs54";

  @TempDir
  private Path folder;

  private ControlPlaneClient client;
  private SeenEvents events;
  private String address = "";
  private String token = "";
  private CanarySearch search = new CanarySearch(Map.of());
  private EchoingModel model;
  private ControlPlaneProcess controlPlane;
  private final Queue<String> seenEvents = new ConcurrentLinkedQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    Path state = folder.resolve("s");
    model = new EchoingModel();
    controlPlane = ControlPlaneProcess.start(launcher(model.base()), state, List.of());
    address = controlPlane.address();
    token = Files.readString(state.resolve("api-token")).strip();
    client = controlPlane.client();
    events = new SeenEvents(client.events(Optional.empty()));
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    controlPlane.close();
    model.close();
    http.shutdownNow();
  }

  @Test
  void noSecretLiesWhereItMayNot() throws Exception {
    Path state = folder.resolve("s");
    Thread follower = Thread.ofPlatform().daemon().start(this::followRaw);
    String named = client.createToken(new TokenCreateBody("face", List.of("read"), Optional.empty())).text();
    useEverything();
    search = search(state, session(), named);

    boxes(state);
    byRequest(state);
    kill(state);
    assertThat(say("still " + OPEN)).contains(OPEN);
    byRequest(state);
    bundle(state);
    follower.interrupt();
    events.close();
    controlPlane.terminate();
    files(state);
  }

  /// The environment belongs to this one process.
  private List<String> launcher(URI model) throws Exception {
    Path store = folder.resolve("site.p12");
    Path java = Path.of(System.getProperty("java.home"), "bin");
    Process keytool = new ProcessBuilder(java.resolve("keytool").toString(), "-genkeypair", "-alias", "site", "-keyalg",
        "EC", "-groupname", "secp256r1", "-dname", "CN=site", "-ext", "san=dns:api.example.org", "-validity", "2",
        "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return List.of("/usr/bin/env", "IRONCLAW_LOCAL_MODEL_URL=" + model, "IRONCLAW_LOCAL_MODEL_KEY=" + FROM_ENVIRONMENT,
        java.resolve("java").toString(), "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-XX:+UseSerialGC",
        "-XX:-UsePerfData", "-Dironclaw.image=" + ControlPlaneProcess.image(), "-cp", ControlPlaneProcess.classPath(),
        "dev.ironclaw.controlplane.CanaryHost", store.toString());
  }

  private void useEverything() {
    client.vault().add(new VaultAddBody("git", List.of("api.example.org"), "bearer", VAULT));
    client.providers().put("codex",
        new ProviderBody(Optional.of(SEALED), Optional.of(Map.of("endpoint", model.base().toString())),
            Optional.empty()));
    act("create_agent", "",
        Map.of("name", AGENT, "provider", "local", "model", "m-1", "enabledTools", ToolName.ALL));
    act("wiring", AGENT, Map.of("egress", List.of("api.example.org")));
    act("permissions", AGENT,
        Map.of("grant", List.of(Map.of("vault", Map.of("credential", "git", "host", "api.example.org")))));

    assertThat(say(EchoingModel.ECHO + " " + OPEN)).contains(OPEN, "REDACTED").doesNotContain(FROM_ENVIRONMENT);
    assertThat(say("tool:http_fetch {\"url\":\"https://api.example.org/me\",\"credential\":\"git\"}"))
        .contains("you sent", "REDACTED").doesNotContain(VAULT);
    assertThat(say("tool:write_file {\"path\":\"a.txt\",\"content\":\"" + OPEN + "\"}")).contains("wrote");
    say("tool:remember {\"text\":\"" + OPEN + "\"}");
    say("tool:ask_user_question {\"question\":\"Which one?\",\"options\":[\"Red\",\"Blue\"]}");
    say("tool:schedule_task {\"prompt\":\"" + OPEN + "\",\"run_at\":\"2030-01-01T00:00:00Z\",\"reason\":\"so\"}");
    act("model", AGENT, Map.of("provider", "codex", "model", "m-2"));
    assertThat(say(EchoingModel.ECHO + " " + OPEN)).contains(OPEN, "REDACTED").doesNotContain(SEALED);
    assertThat(model.credentials).contains("Bearer " + FROM_ENVIRONMENT, "Bearer " + SEALED);
  }

  private SessionId session() {
    return client.sessions().stream().filter(session -> session.agentGroupId().equals(AGENT))
        .map(session -> new SessionId(session.id())).findFirst().orElseThrow();
  }

  private CanarySearch search(Path state, SessionId session, String named) throws IOException {
    Map<String, byte[]> secrets = new HashMap<>();
    Map.of("key of the environment", FROM_ENVIRONMENT, "sealed key", SEALED, "secret of the vault", VAULT,
        "token", token, "named token", named)
        .forEach((name, text) -> secrets.put(name, text.getBytes(StandardCharsets.UTF_8)));
    Keyring keyring = Keyring.open(state);
    secrets.put("master key", Files.readAllBytes(state.resolve("master.key")));
    secrets.put("session's key", keyring.sessionKey(session, state.resolve("sessions").resolve(session.value())));
    secrets.put("key of state.db", keyring.derived("state.db"));
    secrets.put("open words", OPEN.getBytes(StandardCharsets.UTF_8));
    secrets.put("open name", AGENT.getBytes(StandardCharsets.UTF_8));
    secrets.put("open folder", state.toString().getBytes(StandardCharsets.UTF_8));
    return new CanarySearch(secrets);
  }

  /// That the search finds the open word there, and nothing but open words.
  private static void clean(String place, Set<String> found, String control) {
    assertThat(found).as("the search works in: " + place).contains(control);
    assertThat(found).as(place).allMatch(name -> name.startsWith("open "));
  }

  /// Memory, environment and arguments of the processes of every box, and all files that a box can see.
  private void boxes(Path state) throws IOException {
    Map<String, Set<String>> memory = new TreeMap<>();
    Map<String, Set<String>> environment = new TreeMap<>();
    long looked = 0;
    for (long pid : BoxProcesses.of(state)) {
      ProcessMemory process = new ProcessMemory(pid);
      memory.put("memory of " + pid, process.search(search));
      looked += process.bytes();
      Path proc = Path.of("/proc", Long.toString(pid));
      environment.put("environment of " + pid, search.in(Files.readAllBytes(proc.resolve("environ"))));
      environment.put("arguments of " + pid, search.in(Files.readAllBytes(proc.resolve("cmdline"))));
    }
    assertThat(looked).as("bytes of memory").isGreaterThan(50_000_000);
    clean("memory of boxes", all(memory), "open words");
    clean("environment and arguments of boxes", all(environment), "open folder");
    clean("bundles and sockets of boxes", all(search.below(state.resolve("run"), _ -> true)), "open folder");
    clean("workspaces", all(search.below(state.resolve("workspaces"), _ -> true)), "open words");
    assertThat(all(search.below(ControlPlaneProcess.image().resolve("rootfs"), _ -> true))).as("root of boxes")
        .isEmpty();
  }

  private static Set<String> all(Map<String, Set<String>> found) {
    Set<String> all = new TreeSet<>();
    found.values().forEach(all::addAll);
    return all;
  }

  /// The log, the events, the audit log by its API, and everything that the API shows.
  private void byRequest(Path state) throws Exception {
    clean("log", search.in(Files.readAllBytes(Path.of(state + ".log"))), "open name");
    clean("events", search.in(String.join("\n", seenEvents)), "open words");
    for (String path : List.of("/v1/audit?limit=2000", "/v1/audit/export?format=jsonl",
        "/v1/audit/export?format=csv")) {
      clean(path, search.in(get(path)), "open name");
    }
    for (String path : List.of("/v1/providers", "/v1/vault/credentials", "/v1/tokens", "/v1/config", "/v1/ui/sessions",
        "/v1/registry/agent-groups", "/metrics", "/v1/status", "/v1/changes/history?limit=2000")) {
      assertThat(search.in(get(path))).as(path).allMatch(name -> name.startsWith("open "));
    }
  }

  private String get(String path) throws Exception {
    HttpResponse<String> answer = http.send(request(path), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token).build();
  }

  private void followRaw() {
    try {
      http.send(request("/v1/events"), HttpResponse.BodyHandlers.ofLines()).body()
          .forEach(line -> seenEvents.add(line));
    } catch (IOException | InterruptedException | RuntimeException e) {
      seenEvents.add("over");
    }
  }

  /// Ends the box as a crash does, with what a crash leaves.
  private void kill(Path state) throws Exception {
    List<Long> boxes = BoxProcesses.of(state);
    for (long pid : boxes) {
      assertThat(Files.readAllLines(Path.of("/proc", Long.toString(pid), "limits")))
          .as("process %s dumps no core", pid).anyMatch(line -> line.matches("Max core file size +0 .*"));
    }
    long sandbox = boxes.stream().filter(pid -> commandOf(pid).startsWith("runsc-sandbox")).findFirst().orElseThrow();
    assertThat(new ProcessBuilder("kill", "-ABRT", Long.toString(sandbox)).start().waitFor()).isZero();
    ProcessHandle.of(sandbox).ifPresent(process -> process.onExit().join());
    for (Path place : List.of(state, Path.of(""), folder)) {
      try (Stream<Path> left = Files.list(place.toAbsolutePath())) {
        assertThat(left.map(file -> file.getFileName().toString()))
            .as("dumps in %s", place).noneMatch(name -> name.startsWith("core") || name.startsWith("hs_err"));
      }
    }
  }

  private static String commandOf(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException e) {
      return ""; // it ended
    }
  }

  /// As somebody sends it to whoever helps.
  private void bundle(Path state) throws Exception {
    Path zip = folder.resolve("help.zip");
    for (List<String> words : List.of(List.of("diagnostics"), List.of("diagnostics", zip.toString()))) {
      List<String> command = new ArrayList<>(List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-cp",
          ControlPlaneProcess.classPath(), "dev.ironclaw.ironctl.Ironctl"));
      command.addAll(words);
      command.addAll(List.of("--state-dir", state.toString()));
      Process ironctl = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(ironctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(ironctl.waitFor()).as(said).isZero();
      assertThat(search.in(said)).as(said).isEmpty();
      assertThat(said).contains(words.size() == 1 ? "runsc" : "help.zip");
    }
    try (var files = FileSystems.newFileSystem(zip)) {
      assertThat(search.below(files.getPath("/"), _ -> true)).isEmpty();
      try (Stream<Path> all = Files.walk(files.getPath("/"))) {
        Path status = all.filter(file -> file.endsWith("status.txt")).findFirst().orElseThrow();
        assertThat(Files.readString(status)).contains("runsc");
      }
    }
  }

  /// The state folder of a control plane that has stopped: what is sealed shows no word, secret or not.
  private void files(Path state) throws IOException {
    Set<Path> theirOwn = Set.of(state.resolve("api-token"), state.resolve("master.key"));
    Predicate<Path> others = file -> !theirOwn.contains(file);
    Map<String, Set<String>> found = search.below(state, others);
    assertThat(all(found)).as("the state folder: %s", found).allMatch(name -> name.startsWith("open "));
    assertThat(found.entrySet().stream().filter(file -> file.getValue().contains("open words")).map(Map.Entry::getKey))
        .as("where words of a conversation stand in clear")
        .containsExactly(state.resolve("workspaces").resolve(AGENT).resolve("a.txt").toString());
    assertThat(search.below(state, theirOwn::contains).values()).as("the search works in the state folder")
        .anyMatch(names -> names.contains("token")).anyMatch(names -> names.contains("master key"));
    clean("log at the end", search.in(Files.readAllBytes(Path.of(state + ".log"))), "open name");
  }

  private void act(String kind, String agent, Map<String, ?> after) {
    String hash = client.preview(request(kind, agent, after, Optional.empty())).cardHash();
    ApproveBody approve = new ApproveBody(hash, Optional.of(AGENT));
    String id = client.submit(request(kind, agent, after, Optional.of(approve))).id();
    assertThat(client.change(id).state()).isEqualTo("applied");
  }

  private static ChangeSubmitBody request(String kind, String agent, Map<String, ?> after,
      Optional<ApproveBody> approve) {
    return ChangeSubmitBody.of(Optional.empty(), kind, agent, after, Optional.empty(), approve);
  }

  private String say(String text) {
    return events.say(client, AGENT, text, Optional.empty());
  }
}
