package dev.ironclaw.system;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The story of a request, with the app from this build's classes; [PackageIT] tells it of the package.
@Timeout(240)
class DesktopStoryIT {
  @TempDir
  Path folder;

  @Test
  void whatAnAgentAsksForIsReviewedApprovedUsedAndDenied() throws IOException {
    new DesktopStory(folder, DesktopProcess::start).tell(_ -> {});
  }
}
