package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.secret.SealedSecret.Copy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data keys in their envelope. Every change goes in steps of which each leaves a folder that opens: the keys are
/// sealed under both master keys, the new one is stored, all that is read back, the old copy goes, then the old key.
final class Envelope {
  private static final Logger LOG = LoggerFactory.getLogger(Envelope.class);

  private final Path folder;
  private final MasterKeyPlaces places;
  private final MasterKeyFile file;
  private final SecureRandom random;
  private final Consumer<String> before;

  /// @param before hears the name of each durable step before it is taken: tests crash there
  Envelope(Path folder, MasterKeyPlaces places, SecureRandom random, Consumer<String> before) {
    this.folder = folder;
    this.places = places;
    this.file = new MasterKeyFile(folder);
    this.random = random;
    this.before = before;
  }

  /// The sealed content: [DataKeys] in their form on disk.
  synchronized byte[] open() {
    if (!SealedSecret.isIn(folder)) {
      return create();
    }
    SealedSecret sealed = SealedSecret.read(folder);
    List<IronclawException> unreachable = new ArrayList<>();
    for (Copy copy : sealed.copies().reversed()) {
      Optional<byte[]> master = load(copy, unreachable);
      if (master.isPresent()) {
        byte[] content = copy.open(MasterKey.of(master.get()).sealer(random));
        settle(sealed, copy, content);
        return content;
      }
    }
    if (unreachable.isEmpty()) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "open keyring: no master key that opens it is in "
          + sealed.copies().stream().map(Copy::source).distinct().toList() + " (wanted: "
          + sealed.copies().stream().map(Copy::master).toList()
          + "); give the right --master-key, or restore a backup");
    }
    // Any copy opens it: what passes by itself is waited for first, then what a person can let pass.
    ErrorCode code = Stream.of(ErrorCode.UPSTREAM_FAILED, ErrorCode.NOT_READY)
        .filter(mild -> unreachable.stream().anyMatch(why -> why.code() == mild)).findFirst()
        .orElse(ErrorCode.CONFIGURATION);
    throw new IronclawException(code, "open keyring: "
        + unreachable.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
  }

  private Optional<byte[]> load(Copy copy, List<IronclawException> unreachable) {
    Optional<MasterKeySource> source = places.find(copy.source());
    if (source.isEmpty() && copy.source().equals(file.name())) {
      source = Optional.of(file);
    }
    if (source.isEmpty()) {
      unreachable.add(new IronclawException(ErrorCode.CONFIGURATION, "its master key lies in '" + copy.source()
          + "'; start with --master-key " + copy.source() + ", then `ironctl key move` can take it elsewhere"));
      return Optional.empty();
    }
    try {
      return source.get().load(copy.master());
    } catch (IronclawException e) {
      unreachable
          .add(new IronclawException(e.code(), "its master key lies in '" + copy.source() + "': " + e.getMessage(), e));
      return Optional.empty();
    }
  }

  /// An earlier version derived everything from its master key: that becomes the data secret, and gets a master of its
  /// own, so that it is nowhere in the clear any more.
  private byte[] create() {
    Optional<byte[]> earlier = file.earlier();
    boolean used = Files.exists(folder.resolve("state.db"));
    if (earlier.isEmpty() && used && (file.exists() || Files.exists(folder.resolve("sessions")))) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED, "open keyring: " + SealedSecret.FILE
          + " is gone, without which nothing here can be read; restore it from a backup");
    }
    byte[] secret = earlier.orElseGet(() -> MasterKey.random(random).bytes());
    put(secret);
    return secret;
  }

  /// Seals content where nothing was sealed.
  synchronized void put(byte[] content) {
    seal(List.of(), content, places.fresh());
  }

  /// Finishes what a crash cut off, and brings the master key to where the operator wants it.
  private void settle(SealedSecret sealed, Copy opened, byte[] content) {
    Optional<MasterKeySource> target = places.wanted().map(places::named)
        .filter(source -> !source.name().equals(opened.source()));
    if (target.isPresent()) {
      if (target.get().name().equals(file.name())) {
        throw new IronclawException(ErrorCode.CONFIGURATION, "open keyring: its master key lies in '" + opened.source()
            + "', and a start never takes it to a weaker place; start with --master-key " + opened.source()
            + ", then use `ironctl key move --to file`");
      }
      LOG.info("step=move-master-key from={} to={}", opened.source(), target.get().name());
      seal(List.of(opened), content, target.get());
      return;
    }
    List<Copy> others = new ArrayList<>(sealed.copies());
    others.remove(opened);
    others.addAll(sealed.retired());
    if (sealed.copies().size() > 1) {
      write(new SealedSecret(List.of(opened), others), "one-copy");
    }
    forget(opened, others);
  }

  synchronized MasterKeyStatus rotate(byte[] content) {
    MasterKeySource source = source();
    if (source instanceof CommandKeySource) {
      source.store("", new byte[0]);
    }
    seal(SealedSecret.read(folder).copies(), content, source);
    return status();
  }

  synchronized MasterKeyStatus moveTo(String name, byte[] content) {
    MasterKeySource target = places.named(name);
    if (!target.name().equals(source().name())) {
      target.obstacle().ifPresent(why -> {
        throw new IronclawException(ErrorCode.NOT_AVAILABLE, "move master key: " + why);
      });
      seal(SealedSecret.read(folder).copies(), content, target);
    }
    return status();
  }

  /// Seals other content under the same master key: one file, replaced whole.
  synchronized void reseal(byte[] content) {
    SealedSecret sealed = SealedSecret.read(folder);
    Copy now = sealed.copies().getLast();
    byte[] master = source().load(now.master()).orElseThrow(() -> new IronclawException(ErrorCode.CONFIGURATION,
        "seal data keys: the master key " + now.master() + " is not in '" + now.source() + "' any more: put it back"));
    Copy copy = Copy.of(MasterKey.of(master), now.source(), content, MasterKey.of(master).sealer(random));
    write(new SealedSecret(List.of(copy), sealed.retired()), "reseal");
    readBack(copy, content, source());
  }

  synchronized void forgetMaster() {
    source().keepOnly("", List.of(status().id()));
  }

  /// Another one for every other content of the file.
  String fingerprint() {
    return SealedSecret.read(folder).toString();
  }

  private void seal(List<Copy> now, byte[] content, MasterKeySource target) {
    MasterKey next = target instanceof CommandKeySource command ? command.key() : MasterKey.random(random);
    Copy copy = Copy.of(next, target.name(), content, next.sealer(random));
    List<Copy> retired = retired(now.stream().skip(1).toList());
    List<Copy> old = now.stream().limit(1).toList();
    if (!old.isEmpty()) {
      // Before the key is stored: so a key that a crash leaves behind is known, and is forgotten at the next start.
      write(new SealedSecret(List.of(old.getFirst(), copy), retired), "two-copies");
    }
    if (!(target instanceof CommandKeySource)) {
      before.accept("store");
      target.store(next.id(), next.bytes());
    }
    if (!old.isEmpty()) {
      readBack(copy, content, target);
    }
    List<Copy> others = new ArrayList<>(old);
    others.addAll(retired);
    write(new SealedSecret(List.of(copy), others), "one-copy");
    readBack(copy, content, target);
    forget(copy, others);
  }

  /// What still has to be forgotten, wherever an id is needed for that: the file forgets whatever it should not have.
  private List<Copy> retired(List<Copy> dropped) {
    List<Copy> retired = new ArrayList<>(dropped);
    if (SealedSecret.isIn(folder)) {
      retired.addAll(SealedSecret.read(folder).retired());
    }
    return retired.stream().filter(copy -> !copy.source().equals(file.name()))
        .filter(copy -> !copy.source().equals(CommandKeySource.NAME)).toList();
  }

  private void forget(Copy kept, List<Copy> others) {
    before.accept("forget");
    try {
      forgetAll(kept, others);
    } catch (IronclawException e) {
      LOG.warn("step=forget-master-key an old key is still where it was; the next start tries again: {}",
          e.getMessage());
    }
  }

  private void forgetAll(Copy kept, List<Copy> others) {
    for (MasterKeySource each : all()) {
      List<String> there = others.stream().filter(copy -> copy.source().equals(each.name())).map(Copy::master).toList();
      boolean keeps = each.name().equals(kept.source());
      each.keepOnly(keeps ? kept.master() : "", there);
    }
    if (others.stream().anyMatch(copy -> !copy.source().equals(file.name()))) {
      write(new SealedSecret(List.of(kept), List.of()), "forgotten");
    }
  }

  private List<MasterKeySource> all() {
    return places.find(file.name()).isPresent()
        ? places.sources()
        : java.util.stream.Stream.concat(places.sources().stream(), java.util.stream.Stream.of(file)).toList();
  }

  private void readBack(Copy copy, byte[] content, MasterKeySource source) {
    byte[] master = source.load(copy.master()).orElse(new byte[0]);
    Copy read = SealedSecret.read(folder).copies().getLast();
    if (master.length != MasterKey.BYTES
        || !Arrays.equals(read.open(MasterKey.of(master).sealer(random)), content)) {
      throw new IronclawException(ErrorCode.INTERNAL,
          "replace master key: what was written can't be read back, so the old key stays; check the disk");
    }
  }

  MasterKeyStatus status() {
    Copy copy = SealedSecret.read(folder).copies().getLast();
    MasterKeySource source = source();
    return new MasterKeyStatus(copy.master(), source.name(), source.strength());
  }

  private MasterKeySource source() {
    String name = SealedSecret.read(folder).copies().getLast().source();
    return name.equals(file.name()) ? file : places.named(name);
  }

  private void write(SealedSecret sealed, String step) {
    before.accept(step);
    try {
      sealed.write(folder);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL,
          "write keyring " + folder.resolve(SealedSecret.FILE) + ": check the folder and its space", e);
    }
  }
}
