package dev.ironclaw.controlplane.api;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A new server for each test.
class ApiFixture {
  @TempDir
  Path state;
  ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(state);
  }

  @AfterEach
  void stop() {
    rig.close();
  }
}
