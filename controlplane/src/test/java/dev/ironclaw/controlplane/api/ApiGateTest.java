package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.audit.AuditRecord;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiGateTest {
  private static final Set<String> OPEN = Set.of("/healthz", "/readyz");

  @TempDir
  private Path state = Path.of("");
  private ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(state,
        new ApiLimits(1 << 20, 10_000, 10_000, 10_000, 10_000, 4, 4, ApiLimits.DEFAULT.keepAlive()));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void everyRouteDeclaresExactlyOneRole() {
    assertThat(endpoints()).hasSizeGreaterThan(25).allSatisfy(endpoint -> {
      Roles roles = endpoint.metadata(Roles.class);
      assertThat(roles == null ? Set.of() : roles.getRoles()).as("%s %s", endpoint.method, endpoint.path).hasSize(1);
      boolean open = roles != null && roles.getRoles().contains(ApiRole.OPEN);
      assertThat(open).as(endpoint.path).isEqualTo(OPEN.contains(endpoint.path));
    });
  }

  @Test
  void everyRouteRefusesWhoHasNoTokenOrIsAWebPage() {
    for (Endpoint endpoint : endpoints()) {
      boolean open = OPEN.contains(endpoint.path);
      int noToken = open ? 200 : 401;
      expect(endpoint, noToken);
      expect(endpoint, noToken, "Authorization: Bearer wrong");
      expect(endpoint, noToken, "Authorization: Bearer ");
      expect(endpoint, noToken, "Authorization: Basic " + ApiRig.TOKEN);
      expect(endpoint, 403, ApiRig.AUTH, "Host: evil.example");
      expect(endpoint, 403, ApiRig.AUTH, "Host: localhost.evil.example");
      expect(endpoint, 403, ApiRig.AUTH, "Host: 127.0.0.1.evil.example:8787");
      expect(endpoint, 403, ApiRig.AUTH, "Origin: http://evil.example");
      expect(endpoint, 403, ApiRig.AUTH, "Origin: null");
      expect(endpoint, 403, ApiRig.AUTH, "Origin: http://localhost:1");
      expect(endpoint, 403, ApiRig.AUTH, "Sec-Fetch-Site: cross-site");
      expect(endpoint, 403, ApiRig.AUTH, "Sec-Fetch-Site: same-site");
    }
  }

  @Test
  void letsTheOwnersTokenIn() {
    String port = Integer.toString(rig.server.address().getPort());
    assertThat(rig.get("/v1/status").status()).isEqualTo(200);
    assertThat(rig.http.send("GET", "/v1/status", "", ApiRig.AUTH, "Host: localhost:" + port).status()).isEqualTo(200);
    assertThat(rig.http.send("GET", "/v1/status", "", ApiRig.AUTH, "Host: [::1]:" + port).status()).isEqualTo(200);
    assertThat(rig.http.send("GET", "/v1/status", "", ApiRig.AUTH, "Host: localhost:" + port,
        "Origin: http://localhost:" + port, "Sec-Fetch-Site: same-origin").status()).isEqualTo(200);
  }

  @Test
  void hidesWhichPathsExistFromWhoHasNoToken() {
    for (String path : List.of("/", "/v1/nothing", "/v1/status/", "//v1/status", "/v1/changes/%2e%2e/status",
        "/healthz/..;/v1/status", "/healthz/../v1/status", "/healthz;x=1/../v1/status")) {
      assertThat(rig.http.send("GET", path, "").status()).as(path).isIn(400, 401);
    }
    assertThat(rig.http.send("HEAD", "/v1/status", "").status()).isEqualTo(401);
    assertThat(rig.http.send("OPTIONS", "/v1/status", "").status()).isEqualTo(401);
    assertThat(rig.http.send("TRACE", "/v1/status", "").status()).isIn(400, 401, 405);
  }

  @Test
  void aForgottenRoleLetsNobodyIn() {
    ApiSettings settings = new ApiSettings(new ApiAddress("127.0.0.1", 0), Optional.empty(), Optional.empty(),
        ApiToken.of(Optional.of(ApiRig.TOKEN), state, new java.security.SecureRandom()), "t", state,
        ApiLimits.DEFAULT);
    ApiGate gate = new ApiGate(new Callers(settings.token(), rig.tokens),
        new HostPolicy(settings.address(), Optional.empty()),
        new AuthAudit(_ -> {}, Clock.systemUTC()), ApiLimits.DEFAULT, Clock.systemUTC());
    Routes forgetful = routes -> routes.get("/v1/secret", ctx -> ctx.result("secret"));
    try (ApiServer server = ApiServer.start(settings, gate, List.of(forgetful))) {
      RawHttp.Answer answer = RawHttp.tcp(server.address().getPort()).send("GET", "/v1/secret", "", ApiRig.AUTH);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).doesNotContain("secret");
    }
  }

  @Test
  void answersOverTheSocketWithTheSameGate() throws java.io.IOException {
    RawHttp socket = RawHttp.socket(rig.socket);
    assertThat(socket.send("GET", "/v1/status", "", ApiRig.AUTH).status()).isEqualTo(200);
    assertThat(socket.send("GET", "/v1/status", "").status()).isEqualTo(401);
    assertThat(socket.send("GET", "/v1/status", "", ApiRig.AUTH, "Host: evil").status()).isEqualTo(403);
    assertThat(java.nio.file.attribute.PosixFilePermissions
        .toString(java.nio.file.Files.getPosixFilePermissions(rig.socket))).isEqualTo("rw-------");
  }

  @Test
  void saysAsLittleAsPossibleAboutItself() {
    RawHttp.Answer answer = rig.get("/v1/status");
    assertThat(answer.headers()).containsEntry("cache-control", "no-store").containsEntry("x-content-type-options",
        "nosniff").doesNotContainKeys("server", "access-control-allow-origin", "x-powered-by");
    RawHttp.Answer malformed = rig.http.raw("GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.body()).doesNotContain("jetty", "Exception").contains("INVALID_REQUEST");
  }

  @Test
  void recordsRefusedCallersOnceAndNotOncePerTry() {
    for (int i = 0; i < 20; i++) {
      rig.http.send("GET", "/v1/status", "");
    }
    List<AuditRecord> refused = rig.audit.newest(100).stream().filter(entry -> entry.event().stage().equals("auth"))
        .toList();
    assertThat(refused).singleElement()
        .satisfies(entry -> assertThat(entry.event().detail()).contains("127.0.0.1").doesNotContain("Bearer"));
  }

  @Test
  void limitsCallersWithoutATokenAndLetsTheOwnerThrough() {
    try (ApiRig small = new ApiRig(dir("small"), new ApiLimits(1 << 20, 10, 3, 1, 2, 4, 4,
        ApiLimits.DEFAULT.keepAlive()))) {
      Stream.of(1, 2).forEach(_ -> assertThat(small.http.send("GET", "/v1/status", "").status()).isEqualTo(401));
      RawHttp.Answer flooded = small.http.send("GET", "/v1/status", "");
      assertThat(flooded.status()).isEqualTo(429);
      assertThat(flooded.headers()).containsKey("retry-after");
      assertThat(small.get("/v1/status").status()).isEqualTo(200);
    }
  }

  @Test
  void limitsTheOwnerToo() {
    try (ApiRig small = new ApiRig(dir("owner"), new ApiLimits(1 << 20, 1, 3, 9, 9, 4, 4,
        ApiLimits.DEFAULT.keepAlive()))) {
      List<Integer> statuses = Stream.of(1, 2, 3, 4, 5, 6).map(_ -> small.get("/v1/audit").status()).toList();
      assertThat(statuses).startsWith(200, 200, 200).contains(429);
    }
  }

  private Path dir(String name) {
    try {
      return java.nio.file.Files.createDirectory(state.resolve(name));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void expect(Endpoint endpoint, int status, String... headers) {
    String path = endpoint.path.replaceAll("[{<][a-zA-Z]+[}>]", "chg_00000000000000000000000000000000");
    assertThat(rig.http.send(endpoint.method.name(), path, "", headers).status())
        .as("%s %s with %s", endpoint.method, endpoint.path, List.of(headers)).isEqualTo(status);
  }

  private List<Endpoint> endpoints() {
    return rig.server.endpoints();
  }
}
