package dev.ironclaw.controlplane.kind;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A new registry for each test.
class KindFixture {
  @TempDir
  Path folder;
  KindRig rig;

  @BeforeEach
  void open() {
    rig = new KindRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }
}
