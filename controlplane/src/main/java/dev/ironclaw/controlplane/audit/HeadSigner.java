package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Signs the head while its line is still on the way to the disk: a signature takes as long as a commit, and needs no
/// disk. A head that was signed for a line that is then rolled back is never written.
///
/// Threading: any thread.
final class HeadSigner implements AutoCloseable {
  private final AuditSigner signer;
  private final ExecutorService worker = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().daemon().name("audit-head").factory());
  private volatile @Nullable Wanted newest;

  private record Wanted(long seq, String hash, CompletableFuture<Optional<byte[]>> head) {}

  HeadSigner(AuditSigner signer) {
    this.signer = signer;
  }

  /// A head for this line may be wanted soon, instead of one for an earlier line.
  void announce(long seq, String hash) {
    Wanted wanted = new Wanted(seq, hash, new CompletableFuture<>());
    newest = wanted;
    worker.execute(() -> {
      // Of many that commit together only the last one's head is written.
      boolean stillWanted = wanted.equals(newest);
      wanted.head.completeAsync(() -> stillWanted ? Optional.of(sign(seq, hash)) : Optional.empty(), Runnable::run);
    });
  }

  /// The signed head for this line.
  byte[] head(long seq, String hash) {
    Wanted wanted = newest;
    if (wanted != null && wanted.seq == seq && wanted.hash.equals(hash)) {
      return wanted.head.join().orElseGet(() -> sign(seq, hash));
    }
    return sign(seq, hash);
  }

  private byte[] sign(long seq, String hash) {
    byte[] signature = signer.sign(AuditFormat.headStatement(seq, HexFormat.of().parseHex(hash)));
    return AuditFormat.head(seq, hash, Base64.getEncoder().encodeToString(signature));
  }

  @Override
  public void close() {
    worker.close();
  }
}
