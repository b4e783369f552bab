package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.activity.Activity;
import dev.ironclaw.controlplane.catalog.Catalog;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.json.JavalinJackson3;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The API on TCP and on a unix socket, with the same routes and the same gate.
///
/// Threading: handlers run on platform threads, since most end in JDBC, which pins virtual ones.
public final class ApiServer implements AutoCloseable {
  /// For requests; event streams come on top, for each keeps a thread.
  private static final int MAX_THREADS = 48;
  private static final int MIN_THREADS = 4;
  private static final long IDLE_MILLIS = 60_000;
  private static final long STOP_MILLIS = 5_000;

  private final Javalin javalin;
  private final ApiSettings settings;

  private ApiServer(Javalin javalin, ApiSettings settings) {
    this.javalin = javalin;
    this.settings = settings;
  }

  /// Listens; returns once both doors are open.
  ///
  /// @throws IronclawException `CONFIGURATION` where an address is taken or the socket can't be made
  public static ApiServer start(ApiSettings settings, ApiParts parts) {
    return start(settings, gate(settings, parts), routes(settings, parts));
  }

  static ApiServer start(ApiSettings settings, ApiGate gate, List<Routes> routes) {
    settings.socket().ifPresent(ApiServer::clear);
    Javalin javalin = Javalin.create(config -> configure(config, settings, gate, routes));
    ApiServer server = new ApiServer(javalin, settings);
    try {
      javalin.start();
      settings.socket().ifPresent(ApiServer::restrict);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw new IronclawException(ErrorCode.CONFIGURATION, "API: cannot listen on " + settings.address().host() + ":"
          + settings.address().port() + settings.socket().map(path -> " and " + path).orElse("")
          + "; is another control plane running?", e);
    }
  }

  /// Where TCP listens, with the real port.
  public URI address() {
    String host = settings.address().host();
    return URI.create((settings.tls().isPresent() ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host) + ":" + javalin.port());
  }

  /// Ends open streams after a moment; running requests are waited for.
  @Override
  public void close() {
    javalin.stop();
    settings.socket().ifPresent(ApiServer::clear);
  }

  /// Every route, for the tests that walk them all.
  List<Endpoint> endpoints() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream().map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod()).toList();
  }

  private static ApiGate gate(ApiSettings settings, ApiParts parts) {
    return new ApiGate(new Callers(settings.token(), parts.tokens()),
        new HostPolicy(settings.address(), settings.tls()),
        new AuthAudit(parts.audit(), parts.clock()), settings.limits(), parts.clock());
  }

  private static List<Routes> routes(ApiSettings settings, ApiParts parts) {
    ApiJson json = new ApiJson(settings.limits().bodyBytes());
    RegistryViews registry = new RegistryViews(parts.registry(), parts.sessions());
    Readiness readiness = () -> parts.audit().fault().map(fault -> "audit: " + fault)
        .or(parts.readiness()::notReady);
    LastSelftest selftest = new LastSelftest(parts.events(), parts.clock());
    StreamPlaces streams = new StreamPlaces(settings.limits());
    ChangeViews changes = new ChangeViews(parts.registry(), parts.gateway());
    return List.of(new HealthRoutes(settings.version(), readiness),
        new ChangeRoutes(parts.gateway(), changes, json),
        new AuditRoutes(parts.audit()), new ActivityRoutes(new Activity(parts.registry(), parts.queues(), parts.audit(),
            parts.gateway(), parts.clock())),
        new RegistryWriteRoutes(parts.gateway(), parts.registry(), changes, json),
        new PlaceRoutes(parts.registry(), parts.audit(), json), new CatalogRoutes(Catalog.load(), parts.host()),
        new ProviderRoutes(parts.providers(), parts.pauses(), json),
        new VaultRoutes(parts.vault(), parts.registry(), json),
        new AgentConfigRoutes(parts.gateway(), registry, changes, json), new OnboardRoutes(parts, readiness),
        // Refuses every other write below its path, so after them.
        new RegistryRoutes(parts.registry(), registry), new AgentRoutes(registry), new ChatRoutes(parts, json),
        new QuestionRoutes(parts.questions(), json), new AttachmentRoutes(parts.attachments()),
        new InboxRoutes(parts.inbox()),
        new NoteRoutes(parts.notes(), json), new ScheduleRoutes(parts.schedules()),
        new SessionRoutes(parts, registry),
        new StatusRoutes(settings, parts, readiness, selftest),
        new SandboxRoutes(parts.sessions(), parts.audit(), selftest),
        new PanicRoutes(parts.sessions().panic(), json),
        new KeyRoutes(parts.keyring(), parts.upkeep().rotation(), parts.audit(), json),
        new BackupRoutes(parts.upkeep().backup(), json),
        new EventRoutes(parts.events(), settings.limits(), streams, parts.tokens()),
        new CommandRoutes(parts.commands(), parts.tokens(), json), new ImageRoutes(parts.images(), parts.audit(), json),
        new JobRoutes(parts.jobs(), json), new JobFileRoutes(parts.jobs(), json),
        new JobEventRoutes(parts.jobs().jobs(), settings.limits(), streams, parts.tokens()),
        new TokenRoutes(parts.tokens(), json), new GrantRoutes(parts.gateway(), parts.clock()),
        new RetiredRoutes(parts.retired()), new PolicyRoutes(parts.gateway()), new StepUpRoutes(parts.stepUps(), json),
        new OpenApiRoutes(), new UsageRoutes(parts.meter(), parts.registry(), parts.clock()),
        new BudgetQuestionRoutes(parts.budgetQuestions(), parts.registry(), parts.clock(), json),
        new MetricsRoutes(parts.metrics()), new ConfigRoutes(settings.inForce()));
  }

  private static void configure(JavalinConfig config, ApiSettings settings, ApiGate gate, List<Routes> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.maxRequestSize = settings.limits().bodyBytes();
    config.jsonMapper(new JavalinJackson3(ApiJson.MAPPER, false));
    config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS + settings.limits().streams(), MIN_THREADS);
    config.jetty.modifyHttpConfiguration(ApiServer::quiet);
    config.jetty.modifyServer(server -> {
      server.setStopTimeout(STOP_MILLIS);
      server.setErrorHandler(new JettyProblems());
    });
    // Javalin reads its port from the first connector, so TCP comes first.
    config.jetty.addConnector((server, http) -> tcp(server, http, settings));
    settings.socket().ifPresent(path -> config.jetty.addConnector((server, http) -> unix(server, http, path)));
    gate.addTo(config.routes);
    new ProblemMapper().addTo(config.routes);
    routes.forEach(noun -> noun.addTo(config.routes));
  }

  private static void quiet(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(16 * 1024);
  }

  private static Connector tcp(Server server, HttpConfiguration http, ApiSettings settings) {
    ServerConnector connector = new ServerConnector(server, 1, 1, protocols(http, settings.tls()));
    connector.setHost(settings.address().host());
    connector.setPort(settings.address().port());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static ConnectionFactory[] protocols(HttpConfiguration http, Optional<ApiTls> tls) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    return tls.map(identity -> new ConnectionFactory[]{
        new SslConnectionFactory(identity.context(), plain.getProtocol()), plain})
        .orElse(new ConnectionFactory[]{plain});
  }

  private static Connector unix(Server server, HttpConfiguration http, Path path) {
    UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(path);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  /// Removes a socket that a killed control plane left; the state folder's lock says that it is nobody's.
  private static void clear(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "API: cannot remove the old socket " + socket, e);
    }
  }

  private static void restrict(Path socket) {
    try {
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "API: cannot restrict the socket " + socket, e);
    }
  }
}
