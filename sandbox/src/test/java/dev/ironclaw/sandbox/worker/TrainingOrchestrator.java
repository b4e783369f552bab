package dev.ironclaw.sandbox.worker;

import java.io.IOException;
import java.nio.file.Path;

/// The host of one job that uses each of our agent's tools once, for the run that says which classes it loads: see
/// `image/train.sh`.
final class TrainingOrchestrator {
  private TrainingOrchestrator() {}

  /// Argument: the socket.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (FakeOrchestrator host = new FakeOrchestrator(Path.of(arguments[0]))) {
      host.prompts.add("{\"content\":\"and this\",\"done\":false}");
      host.modelAnswers.add(FakeOrchestrator.calls("write_file", "{\"path\":\"a.txt\",\"content\":\"one\\n\"}", "shell",
          "{\"command\":\"echo one\"}", "read_file", "{\"path\":\"a.txt\"}", "read_file", "{\"path\":\"none\"}"));
      host.modelAnswers.add(FakeOrchestrator.calls("apply_patch",
          "{\"path\":\"a.txt\",\"old_string\":\"one\",\"new_string\":\"two\"}", "list_dir", "{}", "glob",
          "{\"pattern\":\"*.txt\"}", "grep", "{\"pattern\":\"tw.\"}"));
      host.modelAnswers.add(FakeOrchestrator.says("done"));
      host.completions.take();
      // The program ends by itself once its last request is answered; whoever started this one ends it then.
      Thread.currentThread().join();
    }
  }
}
