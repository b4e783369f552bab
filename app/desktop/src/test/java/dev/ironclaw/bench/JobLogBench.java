package dev.ironclaw.bench;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.JobCreateBody;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.system.ControlPlaneProcess;
import dev.ironclaw.system.JobRig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// 100 MB of a job's log through `ironctl job logs --follow`, whose Java may have 64 MB of heap, while the job writes it: how much of
/// memory the command and the control plane have in between. A program in the job tells its events over HTTP, as one that
/// knows nothing of us would. Needs root, docker.io and runsc. Argument: a short folder to work in.
public final class JobLogBench {
  private static final int EVENTS = 1_750;
  private static final long WANTED = 100_000_000;
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  /// A body of 60 KB, told so often by one process; the job's id is in the line that its container was started with.
  private static final String COMMAND = """
      awk 'BEGIN {printf "{\\"event_type\\":\\"message\\",\\"data\\":{\\"role\\":\\"assistant\\",\\"content\\":\\""; \
      for (i = 0; i < 600; i++) printf "step %05d of a long build: another file was compiled, which is said in a line of \
      some hundred chars\\\\n", i; printf "\\"}}"}' > body; \
      J=$(tr '\\0' '\\n' < /proc/1/cmdline | sed -n 's/^--job=//p'); \
      curl -sS --fail --retry 10 --retry-all-errors -H "Content-Type: application/json" -H "Authorization: Bearer $(cat /run/ironclaw/token)" --data-binary @body \
      "http://127.0.0.1:50051/worker/$J/event#[1-EVENTS]"\
      """
      .replace("EVENTS", Integer.toString(EVENTS));

  private JobLogBench() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    try (JobRig rig = new JobRig(folder, "256m", 1); ControlPlaneClient client = rig.client()) {
      String id = client.jobs().create(new JobCreateBody("Log", "tool:shell {\"command\":\"" + escaped(COMMAND)
          + "\",\"timeout_seconds\":1700}", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
          Optional.empty(),
          Optional.empty(), Optional.of(1_800), Optional.empty(), Optional.empty(), Optional.empty())).id();
      long start = System.nanoTime();
      long bytes = follow(rig, id);
      JobView job = client.jobs().find(id);
      System.out.printf(Locale.ROOT, "%d MB of log in %.1f s, the job is %s%n", bytes / 1_000_000,
          (System.nanoTime() - start) / 1e9, job.state());
      if (bytes < WANTED || !job.state().equals("completed")) {
        throw new IllegalStateException("not all of it came: " + job);
      }
    }
  }

  private static long follow(JobRig rig, String id) throws IOException, InterruptedException {
    Process ironctl = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
        "-XX:+UseSerialGC", "-cp", ControlPlaneProcess.classPath(), "dev.ironclaw.ironctl.Ironctl", "--addr",
        rig.controlPlane().address(), "--state-dir", rig.state().toString(), "job", "logs", id, "--follow")
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    long bytes = 0;
    int quarter = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream out = ironctl.getInputStream()) {
      for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
        bytes += read;
        if (bytes >= quarter * (WANTED / 4)) {
          say(bytes, ironctl.pid(), rig.controlPlane().pid());
          quarter++;
        }
      }
    }
    if (ironctl.waitFor() != 0) {
      throw new IllegalStateException("ironctl ended with " + ironctl.exitValue());
    }
    return bytes;
  }

  private static void say(long bytes, long ironctl, long controlPlane) throws IOException {
    System.out.printf(Locale.ROOT, "at %3d MB: ironctl %s; control plane %s%n", bytes / 1_000_000, memory(ironctl),
        memory(controlPlane));
  }

  private static String memory(long pid) throws IOException {
    Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        Long.toString(pid), "GC.heap_info").redirectErrorStream(true).start();
    Matcher used = USED.matcher(new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    long kib = used.results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
    return String.format(Locale.ROOT, "heap %.0f MiB used, %.0f MiB resident", kib / 1024.0, resident(pid) / 1024.0);
  }

  private static long resident(long pid) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
    return lines.stream().filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
