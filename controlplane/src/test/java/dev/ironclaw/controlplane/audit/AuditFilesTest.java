package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import dev.ironclaw.controlplane.secret.Sealer;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.PrivateFiles;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two that have committed come to the files in the other order, and the disk takes nothing for a while.
class AuditFilesTest {
  private static final byte[] KEY = new byte[32];

  @TempDir
  Path folder;

  private final FakeDisk disk = new FakeDisk();
  private final AuditSigner signer = new AuditSigner(KEY);
  private final HeadSigner heads = new HeadSigner(signer);
  private final AuditChain chain = new AuditChain(signer,
      new EventPayload(List.of(new Sealer(KEY, new SecureRandom()))), Clock.systemUTC(), Long.MAX_VALUE);
  private Database state;
  private AuditFiles files;

  @BeforeEach
  void open() throws IOException {
    state = Database.open(folder.resolve("state.db"), KEY, StateSchema.current());
    Path head = folder.resolve(AuditFormat.HEAD_FILE);
    PrivateFiles.replace(folder.resolve(AuditFormat.PUBLIC_KEY_FILE), AuditFormat.publicKey(signer.publicKey()));
    PrivateFiles.replace(head, heads.head(0, AuditFormat.NO_HASH));
    files = new AuditFiles(state, heads, new Segments(folder, disk), disk.open(head));
  }

  @AfterEach
  void close() throws IOException {
    files.close();
    state.close();
  }

  private List<Row> committed(String what) {
    return state
        .write(connection -> chain.append(connection, new AuditEvent("submit", what, "persona", "local", what)));
  }

  @Test
  void whatOneWroteBeforeItFailedIsWrittenOverWholeByTheOther() throws IOException {
    List<Row> first = committed("first");
    List<Row> second = committed("second");
    // The sync that fails leaves both lines in the file, and neither is known to be on disk.
    disk.fail(4, 1);
    assertThatThrownBy(() -> files.catchUp(2, second)).isInstanceOf(IOException.class);
    assertThat(disk.steps().getLast()).startsWith("sync audit-");
    disk.heal();
    files.catchUp(1, first);
    files.catchUp(3, committed("third"));
    assertThat(files.fault()).isNull();
    assertThat(AuditVerifier.verify(folder)).isInstanceOfSatisfying(AuditVerdict.Intact.class,
        intact -> assertThat(intact.entries()).isEqualTo(3));
  }
}
