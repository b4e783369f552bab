package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.secret.SealedSecret.Copy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data secret in its envelope. Every change goes in steps of which each leaves a folder that opens: the new master
/// key is stored, the secret is sealed under both, that is read back, the old copy goes, then the old key.
final class Envelope {
  private static final Logger LOG = LoggerFactory.getLogger(Envelope.class);

  private final Path folder;
  private final MasterKeySource source;
  private final MasterKeyFile file;
  private final SecureRandom random;
  private final Consumer<String> before;

  /// @param before hears the name of each durable step before it is taken: tests crash there
  Envelope(Path folder, MasterKeySource source, SecureRandom random, Consumer<String> before) {
    this.folder = folder;
    this.source = source;
    this.file = new MasterKeyFile(folder);
    this.random = random;
    this.before = before;
  }

  /// The data secret, 32 bytes.
  synchronized byte[] open() {
    if (!SealedSecret.isIn(folder)) {
      return create();
    }
    SealedSecret sealed = SealedSecret.read(folder);
    for (Copy copy : sealed.copies().reversed()) {
      Optional<byte[]> master = sourceOf(copy).load(copy.master());
      if (master.isPresent()) {
        byte[] secret = copy.open(MasterKey.of(master.get()).sealer(random));
        settle(sealed, copy, secret);
        return secret;
      }
    }
    throw new IronclawException(ErrorCode.CONFIGURATION, "open keyring: no master key that opens it is in "
        + sealed.copies().stream().map(Copy::source).distinct().toList() + " (wanted: "
        + sealed.copies().stream().map(Copy::master).toList() + "); give the right --master-key, or restore a backup");
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
    seal(List.of(), secret);
    return secret;
  }

  /// Finishes what a crash cut off, and brings the master key to where the operator wants it.
  private void settle(SealedSecret sealed, Copy opened, byte[] secret) {
    if (!opened.source().equals(source.name())) {
      LOG.info("step=move-master-key from={} to={}", opened.source(), source.name());
      seal(List.of(opened), secret);
      return;
    }
    if (sealed.copies().size() > 1) {
      write(new SealedSecret(List.of(opened)), "one-copy");
    }
    before.accept("forget");
    forgetOthers(opened.master());
  }

  private void forgetOthers(String master) {
    source.keepOnly(master);
    if (!source.name().equals(file.name())) {
      file.keepOnly("");
    }
  }

  synchronized MasterKeyStatus rotate(byte[] secret) {
    if (source instanceof CommandKeySource) {
      source.store("", new byte[0]);
    }
    seal(SealedSecret.read(folder).copies(), secret);
    return status();
  }

  private void seal(List<Copy> now, byte[] secret) {
    MasterKey next = source instanceof CommandKeySource command ? command.key() : MasterKey.random(random);
    if (!(source instanceof CommandKeySource)) {
      before.accept("store");
      source.store(next.id(), next.bytes());
    }
    Copy copy = Copy.of(next, source.name(), secret, next.sealer(random));
    if (!now.isEmpty()) {
      write(new SealedSecret(java.util.stream.Stream.concat(now.stream().limit(1), java.util.stream.Stream.of(copy))
          .toList()), "two-copies");
      readBack(copy, secret);
    }
    write(new SealedSecret(List.of(copy)), "one-copy");
    readBack(copy, secret);
    before.accept("forget");
    forgetOthers(next.id());
  }

  private void readBack(Copy copy, byte[] secret) {
    byte[] master = source.load(copy.master()).orElse(new byte[0]);
    Copy read = SealedSecret.read(folder).copies().getLast();
    if (master.length != MasterKey.BYTES
        || !Arrays.equals(read.open(MasterKey.of(master).sealer(random)), secret)) {
      throw new IronclawException(ErrorCode.INTERNAL,
          "replace master key: what was written can't be read back, so the old key stays; check the disk");
    }
  }

  MasterKeyStatus status() {
    Copy copy = SealedSecret.read(folder).copies().getLast();
    return new MasterKeyStatus(copy.master(), source.name(), source.strength());
  }

  private MasterKeySource sourceOf(Copy copy) {
    if (copy.source().equals(source.name())) {
      return source;
    }
    if (copy.source().equals(file.name())) {
      return file;
    }
    throw new IronclawException(ErrorCode.CONFIGURATION, "open keyring: its master key lies in '" + copy.source()
        + "'; start with --master-key " + copy.source());
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
