package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.EgressRule;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/// A broker over a real audit log; what is approved, which secrets there are and where names lead is the test's.
final class EgressRig implements AutoCloseable {
  static final AgentGroupId ADA = new AgentGroupId("ada");
  static final SessionId SESSION = new SessionId("ses_0123456789abcdef");

  final StateFolder files;
  final Set<EgressRule> rules = new HashSet<>();
  final Set<String> uses = new HashSet<>();
  final Map<String, Credentials.Header> secrets = new HashMap<>();
  /// Where which form was found and what was done.
  final List<String> leaks = new CopyOnWriteArrayList<>();
  final Leaks known = new Leaks((where, pattern, action) -> leaks.add(where + " " + pattern + " " + action));
  final Brake brake = Brake.loose();
  final Egress egress;
  private int calls;

  EgressRig(Path folder, Network network, EgressLimits limits) {
    FakeClock clock = new FakeClock();
    files = new StateFolder(folder, clock);
    EgressRights rights = new EgressRights() {
      @Override
      public boolean mayCall(AgentGroupId agent, SessionId session, String method, EgressUrl url) {
        return rules.stream().anyMatch(rule -> rule.agentGroup().equals(agent) && rule.covers(method, url.host(),
            url.port(), url.path()));
      }

      @Override
      public boolean mayUse(AgentGroupId agent, SessionId session, String credential, EgressUrl url) {
        return uses.contains(credential + "@" + url.host());
      }
    };
    egress = new Egress(new EgressParts(rights, (name, host) -> Optional.ofNullable(secrets.get(name + "@" + host)),
        known, network, limits, new EgressRates(limits), brake), new StateLedger(files.state, files.audit),
        new RefusalLimit(files.audit::recordBestEffort, clock, (_, _) -> {}), clock);
  }

  void allow(String method, String host, String path) {
    rules.add(new EgressRule(ADA, method, host, EgressRule.HTTPS, path));
  }

  EgressRequest request(String method, String url) {
    return new EgressRequest(SESSION, ADA, new MessageId("call_" + calls++), "http_fetch", method, EgressUrl.parse(url),
        Map.of(), Optional.empty(), Optional.empty());
  }

  static EgressRequest with(EgressRequest request, Map<String, String> headers, Optional<String> body,
      Optional<String> credential) {
    return new EgressRequest(request.session(), request.agentGroup(), request.call(), request.tool(), request.method(),
        request.url(), headers, body, credential);
  }

  EgressAnswer get(String url) {
    return fetch(request("GET", url));
  }

  EgressAnswer fetch(EgressRequest request) {
    return egress.fetch(request).join();
  }

  /// Why it is refused.
  IronclawException refusal(EgressRequest request) {
    try {
      throw new AssertionError("it was let through: " + text(egress.fetch(request).join()));
    } catch (CompletionException e) {
      if (e.getCause() instanceof IronclawException why) {
        return why;
      }
      throw e;
    }
  }

  ErrorCode refused(String method, String url) {
    return refusal(request(method, url)).code();
  }

  static String text(EgressAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /// What the log says about requests, oldest first.
  List<String> log() {
    return files.audit.newest(200).stream().map(AuditRecord::event).filter(event -> event.stage().equals("egress"))
        .map(EgressRig::line).toList();
  }

  private static String line(AuditEvent event) {
    return event.kind() + " " + event.detail();
  }

  @Override
  public void close() {
    egress.close();
    files.close();
  }
}
