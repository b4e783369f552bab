package dev.ironclaw.controlplane.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.modelproxy.Trust;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.modelproxy.UpstreamCheck;
import dev.ironclaw.controlplane.modelproxy.Upstreams;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.secret.Keyring;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every provider, what the operator has set for it, and the upstreams that can be called now: what is set holds with the
/// next call. Keys are in memory in the clear, as each call needs them, and on disk sealed.
///
/// Threading: any platform thread; [#find] any thread, it waits for nobody.
public final class Providers implements Upstreams {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ProviderTable table;
  private final Resolver resolver;
  private final Ledger ledger;
  private final ProviderStore store;
  private final Clock clock;
  private final Map<String, Upstream> others;
  private final Function<String, List<String>> users;
  private final Consumer<String> changed;
  private final BiConsumer<String, List<String>> secrets;
  private volatile Map<String, ProviderSetup> setups;
  private volatile Map<String, Upstream> ready = Map.of();

  /// Reads what is set.
  ///
  /// @param others upstreams that need no setting up, as the mock
  /// @param users names of the agents that a provider answers for, or would as a fall-back
  /// @param changed hears the name of a provider after its settings have changed
  /// @param secrets hears which secrets are held for a provider, before anybody can use them
  public Providers(ProviderTable table, Map<String, String> environment, Ledger ledger, Keyring keyring, Clock clock,
      List<Upstream> others, Function<String, List<String>> users, Consumer<String> changed,
      BiConsumer<String, List<String>> secrets) {
    this.secrets = secrets;
    this.table = table;
    resolver = new Resolver(environment);
    this.ledger = ledger;
    store = new ProviderStore(keyring);
    this.clock = clock;
    this.others = others.stream().collect(Collectors.toUnmodifiableMap(Upstream::name, Function.identity()));
    this.users = users;
    this.changed = changed;
    setups = ledger.read(store::all);
    refresh();
  }

  /// What the operator wants of a provider; what is left out stays as it is.
  ///
  /// @param settings an empty word takes a setting back
  /// @param ca certificates in PEM; an empty word takes them back
  public record Wish(Optional<String> key, Map<String, String> settings, Optional<String> ca) {
    public Wish {
      settings = Map.copyOf(settings);
    }

    /// Never the key.
    @Override
    public String toString() {
      return "Wish[" + settings.keySet() + "]";
    }
  }

  @Override
  public Optional<Upstream> find(String name) {
    return Optional.ofNullable(ready.get(name));
  }

  /// Those that can be called now, by name.
  public Map<String, Upstream> upstreams() {
    return ready;
  }

  /// In the table's order, without those that need no setting up.
  public List<ProviderState> all() {
    return table.rows().stream().map(this::state).toList();
  }

  /// Where one stands.
  ///
  /// @throws IronclawException `NOT_FOUND`
  public ProviderState one(String name) {
    return state(row(name));
  }

  /// The provider and model for an agent whose maker chose none: the first that the operator has connected here.
  public Optional<ProviderState> connected() {
    return all().stream().filter(state -> state.upstream().isPresent() && state.model().isPresent()
        && setups.containsKey(state.row().name())).findFirst();
  }

  private ProviderState state(ProviderRow row) {
    return resolver.resolve(row, setup(row), users.apply(row.name()));
  }

  private ProviderSetup setup(ProviderRow row) {
    return setups.getOrDefault(row.keyOf().orElse(row.name()), ProviderSetup.none());
  }

  private ProviderRow row(String name) {
    return table.find(name).orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND,
        "there is no provider " + VisibleText.brief(name) + "; there are "
            + table.rows().stream().map(ProviderRow::name).collect(Collectors.joining(", "))));
  }

  /// Connects a provider, or changes what is set for it. Holds for the next call.
  ///
  /// @throws IronclawException `NOT_FOUND`, `INVALID_REQUEST`, also where its key would go elsewhere and is not given again; `CONFLICT`
  ///         where its words would go elsewhere while agents use it
  public synchronized ProviderState put(String name, Wish wish, Principal.Operator by) {
    ProviderRow row = row(name);
    refuseBorrowed(row);
    ProviderSetup before = setup(row);
    Map<String, String> settings = new TreeMap<>(before.settings());
    wish.settings().forEach((setting, value) -> {
      String checked = value.isBlank() ? "" : setting(row, setting).kind().checked(setting, value.strip());
      settings.put(setting(row, setting).name(), checked);
    });
    settings.values().removeIf(String::isEmpty);
    Optional<String> ca = wish.ca().or(before::ca).filter(pem -> !pem.isBlank());
    ca.ifPresent(Trust::new);
    ProviderSetup after = new ProviderSetup(wish.key().map(ProviderKey::checked).or(before::key), settings, ca,
        clock.instant().truncatedTo(ChronoUnit.MILLIS), by.name());
    refuseWhileUsed(row, after, "change the address of");
    refuseKeyElsewhere(row, after, wish.key().map(ProviderKey::checked));
    write("set", row, by, "key " + (wish.key().isPresent() ? "given" : after.key().isPresent() ? "kept" : "none")
        + ", settings " + (settings.isEmpty() ? "none" : VisibleText.line(settings.toString())) + ", "
        + (ca.isPresent() ? "an authority of its own" : "the machine's authorities"),
        connection -> store.put(connection, name, after));
    return state(row);
  }

  /// Forgets what was set for it; what the environment says stays.
  ///
  /// @throws IronclawException `NOT_FOUND` where nothing is set; `CONFLICT` where agents use it and could not afterwards
  public synchronized ProviderState remove(String name, Principal.Operator by) {
    ProviderRow row = row(name);
    refuseBorrowed(row);
    if (!setups.containsKey(name)) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "disconnect " + name + ": nothing is set for it here"
          + (state(row).key() == ProviderState.Source.ENVIRONMENT
              ? "; its key comes from the environment that the control plane was started with"
              : ""));
    }
    refuseWhileUsed(row, ProviderSetup.none(), "disconnect");
    write("remove", row, by, "what was set is forgotten", connection -> store.remove(connection, name));
    return state(row);
  }

  /// Calls it once, with everything that a real call has, for nothing.
  ///
  /// @return empty for one that has no such call
  /// @throws IronclawException `NOT_FOUND`; `CONFLICT` where it is not ready
  public Optional<UpstreamCheck.Result> test(String name, Principal.Operator by) {
    ProviderRow row = row(name);
    ProviderState state = state(row);
    Upstream upstream = state.upstream().orElseThrow(() -> new IronclawException(ErrorCode.CONFLICT,
        "test " + name + ": " + state.missing().orElse("it is not ready")));
    Map<String, String> values = state.settings().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, setting -> setting.getValue().value()));
    Optional<UpstreamCheck.Result> result = row.test()
        .map(path -> UpstreamCheck.run(upstream, row.filled(path, values), PATIENCE));
    ledger.recordBestEffort(
        event("test", row, by, result.map(shown -> shown.outcome().toString()).orElse("no such call")));
    return result;
  }

  private static ProviderRow.SettingRow setting(ProviderRow row, String name) {
    return row.settings().stream().filter(setting -> setting.name().equals(name)).findFirst()
        .orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST,
            "connect " + row.name() + ": it has no setting "
                + VisibleText.brief(name) + "; it has " + (row.settings().isEmpty()
                    ? "none"
                    : row.settings().stream().map(ProviderRow.SettingRow::name).collect(Collectors.joining(", ")))));
  }

  private static void refuseBorrowed(ProviderRow row) {
    row.keyOf().ifPresent(owner -> {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "connect " + row.name() + ": it uses what is set for " + owner
              + "; say that name");
    });
  }

  /// Where an agent's words go is the gateway's to change, one agent at a time.
  private void refuseWhileUsed(ProviderRow changed, ProviderSetup after, String what) {
    table.rows().stream().filter(row -> row.keyOf().orElse(row.name()).equals(changed.name())).forEach(row -> {
      ProviderState now = state(row);
      Optional<Upstream> then = resolver.resolve(row, after, List.of()).upstream();
      boolean moves = now.upstream().isPresent()
          && !now.upstream().map(Upstream::base).equals(then.map(Upstream::base));
      if (moves && !now.usedBy().isEmpty()) {
        throw new IronclawException(ErrorCode.CONFLICT, what + " " + row.name() + ": it answers for "
            + String.join(", ", now.usedBy().stream().map(VisibleText::line).toList())
            + "; give them another model first, with `ironctl change submit --kind model`");
      }
    });
  }

  /// Whoever may choose the address does not get the key by it: where the operator names the server, they know what it is
  /// told.
  ///
  /// @param given with the new address
  private void refuseKeyElsewhere(ProviderRow changed, ProviderSetup after, Optional<String> given) {
    table.rows().stream().filter(row -> row.keyOf().orElse(row.name()).equals(changed.name()))
        .filter(row -> row.settings().stream().anyMatch(ProviderRow.SettingRow::isAddress)).forEach(row -> {
          Optional<String> key = resolver.sent(row, after);
          Optional<URI> then = resolver.resolve(row, after, List.of()).upstream().map(Upstream::base);
          if (key.isPresent() && !key.equals(given) && then.isPresent()
              && !then.equals(state(row).upstream().map(Upstream::base))) {
            throw new IronclawException(ErrorCode.INVALID_REQUEST, "change the address of " + row.name()
                + ": its key would go to " + then.get() + "; give the key again together with the address"
                + (resolver.isFromEnvironment(row, after)
                    ? ", the one that the environment has, or set the address in the environment too"
                    : ", or `ironctl provider remove " + changed.name() + "` first"));
          }
        });
  }

  private void write(String kind, ProviderRow row, Principal.Operator by, String detail, Step step) {
    ledger.audited(transaction -> {
      step.run(transaction.connection());
      transaction.audit(event(kind, row, by, detail));
      return true;
    });
    setups = ledger.read(store::all);
    refresh();
    changed.accept(row.name());
  }

  @FunctionalInterface
  private interface Step {
    void run(Connection connection) throws SQLException;
  }

  private void refresh() {
    Map<String, Upstream> now = new LinkedHashMap<>(others);
    table.rows().forEach(row -> secrets.accept(row.name(), resolver.secrets(row, setup(row))));
    table.rows().forEach(row -> resolver.resolve(row, setup(row), List.of()).upstream()
        .ifPresent(upstream -> now.put(row.name(), upstream)));
    ready = Map.copyOf(now);
  }

  private static AuditEvent event(String kind, ProviderRow row, Principal.Operator by, String detail) {
    return new AuditEvent("provider", row.name(), kind, by.name(), detail);
  }

  /// For new data keys: opens every key with `from` and seals it with `to`.
  public static void reseal(Connection connection, Keyring from, Keyring to) throws SQLException {
    Map<String, ProviderSetup> opened = new ProviderStore(from).all(connection);
    ProviderStore sealed = new ProviderStore(to);
    for (Map.Entry<String, ProviderSetup> row : opened.entrySet()) {
      sealed.put(connection, row.getKey(), row.getValue());
    }
  }
}
