package dev.ironclaw.controlplane.vault;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.egress.Credentials;
import dev.ironclaw.controlplane.kind.EgressHost;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.secret.SealedColumn;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What operators keep. Each step is in the audit log, with the name and never the secret, before it counts; a new secret
/// counts for the next request.
///
/// Threading: any thread that may wait for the disk.
public final class Vault implements Credentials {
  private static final String STAGE = "vault";
  private static final SealedColumn SECRETS = new SealedColumn("vault");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final int MOST = 200;
  private static final int MOST_HOSTS = 20;

  private final Ledger ledger;
  private final Keyring keyring;
  private final Clock clock;
  private final Leaks leaks;
  private final BiConsumer<String, String> removed;
  private final VaultStore store = new VaultStore();

  /// Opens what is kept.
  ///
  /// @param leaks is told every secret, so that none comes back out
  /// @param removed hears the name of a credential that is gone, and who took it away: no agent may use the next of that
  ///        name because it could use this one
  public Vault(Ledger ledger, Keyring keyring, Clock clock, Leaks leaks, BiConsumer<String, String> removed) {
    this.ledger = ledger;
    this.keyring = keyring;
    this.clock = clock;
    this.leaks = leaks;
    this.removed = removed;
    ledger.read(store::all).forEach(this::know);
  }

  private void know(VaultStore.Row row) {
    know(row.credential().name(), secrets(row));
  }

  private void know(String name, List<String> secrets) {
    leaks.know(STAGE + ":" + name, secrets);
  }

  private List<String> secrets(VaultStore.Row row) {
    byte[] secret = SECRETS.unseal(keyring, row.sealed(), row.credential().name());
    return secrets(CredentialForm.parse(row.credential().form()), new String(secret, StandardCharsets.UTF_8));
  }

  private static List<String> secrets(CredentialForm form, String text) {
    // What a host answers may hold the password alone.
    return form.kind() == CredentialForm.Kind.BASIC
        ? List.of(text, text.substring(text.indexOf(':') + 1))
        : List.of(text);
  }

  /// By name.
  public List<VaultCredential> all() {
    return ledger.read(store::all).stream().map(VaultStore.Row::credential).toList();
  }

  /// Of those that are kept.
  public Set<String> names() {
    return all().stream().map(VaultCredential::name).collect(Collectors.toUnmodifiableSet());
  }

  /// Where the credential of this name may be used; empty where there is none.
  public Set<String> hosts(String name) {
    return ledger.read(connection -> store.find(connection, name)).map(row -> Set.copyOf(row.credential().hosts()))
        .orElse(Set.of());
  }

  @Override
  public Optional<Header> header(String name, String host) {
    return ledger.read(connection -> store.find(connection, name))
        .filter(row -> row.credential().hosts().contains(host))
        .map(row -> CredentialForm.parse(row.credential().form())
            .header(SECRETS.unseal(keyring, row.sealed(), name)));
  }

  /// The secret itself, for whoever was granted it; empty where there is none of this name.
  public Optional<String> secret(String name) {
    return ledger.read(connection -> store.find(connection, name))
        .map(row -> new String(SECRETS.unseal(keyring, row.sealed(), name), StandardCharsets.UTF_8));
  }

  /// Keeps a new one.
  ///
  /// @throws IronclawException `CONFLICT` where the name is taken, `INVALID_REQUEST` with what is wrong
  public synchronized VaultCredential add(String name, List<String> hosts, String form, String secret,
      Principal.Operator by) {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw wrong("its name must match " + NAME.pattern() + " without \"..\"");
    }
    CredentialForm parsed = CredentialForm.parse(form);
    String checked = parsed.checked(secret);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    VaultCredential credential = new VaultCredential(name, hosts(hosts), parsed.text(), now, by.name(), now);
    String sealed = SECRETS.seal(keyring, checked.getBytes(StandardCharsets.UTF_8), name);
    Set<String> kept = names();
    if (kept.contains(name)) {
      throw new IronclawException(ErrorCode.CONFLICT, "keep a credential: there is one named " + name
          + "; give it a new secret with `ironctl vault rotate`, or choose another name");
    }
    if (kept.size() >= MOST) {
      throw new IronclawException(ErrorCode.CONFLICT, "keep a credential: there are " + MOST + "; remove one first");
    }
    // Where the end of the last one of that name was broken off.
    removed.accept(name, by.name());
    // Before anybody can use it: an answer may hold it.
    knowing(name, secrets(parsed, checked), List.of(), () -> ledger.<Boolean>audited(transaction -> {
      store.put(transaction.connection(), credential, sealed);
      transaction.audit(new AuditEvent(STAGE, name, "add", by.name(), parsed.text() + " for "
          + String.join(", ", credential.hosts())));
      return true;
    }));
    return credential;
  }

  /// @param otherwise what is known of it where the step fails
  private <T> T knowing(String name, List<String> secrets, List<String> otherwise, Supplier<T> step) {
    know(name, secrets);
    boolean done = false;
    try {
      T result = step.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        know(name, otherwise);
      }
    }
  }

  /// Gives it a new secret.
  ///
  /// @throws IronclawException `NOT_FOUND`, `INVALID_REQUEST`
  public synchronized VaultCredential rotate(String name, String secret, Principal.Operator by) {
    VaultStore.Row before = ledger.read(connection -> find(connection, name));
    VaultCredential old = before.credential();
    CredentialForm form = CredentialForm.parse(old.form());
    String checked = form.checked(secret);
    String sealed = SECRETS.seal(keyring, checked.getBytes(StandardCharsets.UTF_8), name);
    Supplier<VaultCredential> step = () -> ledger.audited(transaction -> {
      find(transaction.connection(), name);
      VaultCredential fresh = new VaultCredential(name, old.hosts(), old.form(), old.createdAt(), old.createdBy(),
          clock.instant().truncatedTo(ChronoUnit.MILLIS));
      store.put(transaction.connection(), fresh, sealed);
      transaction.audit(new AuditEvent(STAGE, name, "rotate", by.name(), "a new secret"));
      return fresh;
    });
    List<String> present = secrets(before);
    List<String> next = secrets(form, checked);
    if (next.equals(present)) {
      // What is known stays: the secret before this one too, which requests may still have.
      return step.get();
    }
    // Both, until the next one or a restart: requests that have the old one may be on their way.
    return knowing(name, Stream.concat(next.stream(), present.stream()).toList(), present, step);
  }

  /// Forgets it, at once and whether or not the audit log can be written; and with it who may use it.
  ///
  /// @throws IronclawException `NOT_FOUND`
  public synchronized VaultCredential remove(String name, Principal.Operator by) {
    VaultCredential gone = ledger.brake(transaction -> {
      VaultCredential found = find(transaction.connection(), name).credential();
      store.remove(transaction.connection(), name);
      transaction.audit(new AuditEvent(STAGE, name, "remove", by.name(), "nobody can use it any more"));
      return found;
    });
    // What was once a secret is not shown for having been taken away.
    removed.accept(name, by.name());
    return gone;
  }

  private VaultStore.Row find(Connection connection, String name) throws SQLException {
    return store.find(connection, name).orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND,
        "the vault has no such credential; see `ironctl vault list`"));
  }

  private static List<String> hosts(List<String> given) {
    if (given.isEmpty() || given.size() > MOST_HOSTS) {
      throw wrong("it needs 1 to " + MOST_HOSTS + " hosts");
    }
    TreeSet<String> hosts = new TreeSet<>();
    for (String host : given) {
      EgressHost.objection(host).ifPresent(why -> {
        throw wrong("the host \"" + host.replaceAll("[^A-Za-z0-9.:_-]", "?") + "\" " + why);
      });
      hosts.add(EgressHost.of(host).ascii());
    }
    return List.copyOf(hosts);
  }

  private static IronclawException wrong(String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "keep a credential: " + what);
  }

  /// Seals every secret under another key, in the transaction that brings that key in.
  public static void reseal(Connection connection, Keyring from, Keyring to) throws SQLException {
    VaultStore rows = new VaultStore();
    for (VaultStore.Row row : rows.all(connection)) {
      String name = row.credential().name();
      rows.put(connection, row.credential(),
          SECRETS.seal(to, SECRETS.unseal(from, row.sealed(), name), name));
    }
  }
}
