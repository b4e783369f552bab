package dev.ironclaw.soak;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.system.JobRig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Kills the control plane, the engine, jobs' processes and their shims at random points while jobs are asked for, spoken to and
/// cancelled; then counts: every container belongs to a job that runs and every job that runs has one, ten seconds after
/// both are back at the latest; every job ended once and in a way that what was killed explains; every stream had
/// exactly the events that are kept.
public final class JobKills {
  private static final int AT_ONCE = 3;
  private static final int ASKED = 5;
  private static final int LISTED = 1_000;
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration TO_END = Duration.ofMinutes(3);
  private static final String JOB = "ironclaw.job_id";

  private final Path folder;
  private final int rounds;
  private final Duration most;
  private final Random random;
  private final Random plans;
  private final Map<String, SoakJob> jobs = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final Semaphore places = new Semaphore(ASKED);
  private final Map<Kill, Integer> counts = new EnumMap<>(Kill.class);
  /// What is not as it shall be, and since when, in nanoseconds.
  private final Map<String, Long> wrong = new HashMap<>();
  private final Object creating = new Object();
  /// Belongs to the lock of creating, as do the next two.
  private final List<Kill> kills = new ArrayList<>();
  private int settled;
  private boolean asking = true;
  private int unanswered;
  private long slowest;
  private int shims;

  /// @param most no kill begins after that
  public JobKills(Path folder, int rounds, long seed, Duration most) {
    this.folder = folder;
    this.rounds = rounds;
    this.most = most;
    this.random = new Random(seed);
    this.plans = new Random(seed + 1);
  }

  /// What was done and what went wrong.
  ///
  /// @param ends how jobs ended, by what they were to do and their state
  /// @param unanswered jobs whose asker was never answered, for the control plane died
  /// @param slowest until everything was as it shall be again, of all kills
  /// @param shims that the engine left behind when it was killed, with nothing in them
  /// @param failures empty where every promise held
  public record Report(Map<Kill, Integer> kills, int jobs, Map<String, Integer> ends, long events, long reconnects,
      int unanswered, Duration slowest, int shims, List<String> failures) {
    public Report {
      failures = List.copyOf(failures);
    }
  }

  public Report run() throws IOException, InterruptedException {
    try (JobRig rig = new JobRig(folder, "512m", AT_ONCE); ControlPlaneClient client = rig.client()) {
      Set<String> networks = networks(rig);
      Thread asker = Thread.ofPlatform().name("asker").start(() -> ask(client));
      long last = System.nanoTime() + most.toNanos();
      for (int round = 1; round <= rounds && System.nanoTime() < last; round++) {
        watchFor(rig, client, 200 + random.nextInt(1_800));
        round(rig, client, round);
        if (!networks(rig).equals(networks)) {
          problems.add("after kill " + round + " the engine has the networks " + networks(rig));
        }
      }
      synchronized (creating) {
        asking = false;
      }
      asker.interrupt();
      asker.join();
      end(rig, client);
      return report();
    }
  }

  private Report report() {
    Map<String, Integer> ends = new TreeMap<>();
    List<String> failures = new ArrayList<>(problems);
    long events = 0;
    long reconnects = 0;
    for (SoakJob job : jobs.values()) {
      if (job.isOver()) {
        SoakJob.Verdict verdict = job.judge();
        ends.merge(verdict.plan().name().toLowerCase(Locale.ROOT) + " " + verdict.job().state(), 1,
            Integer::sum);
        events += verdict.events();
        reconnects += verdict.reconnects();
        failures.addAll(verdict.failures());
      } else {
        failures.add("job " + job.id() + " never ended: " + job.plan());
      }
    }
    return new Report(new EnumMap<>(counts), jobs.size(), ends, events, reconnects, unanswered,
        Duration.ofNanos(slowest), shims, failures);
  }

  // --- those who ask for jobs -----------------------------------------------------------------------------------------

  private void ask(ControlPlaneClient client) {
    try {
      while (true) {
        places.acquire();
        if (!asked(client)) {
          places.release();
          TimeUnit.MILLISECONDS.sleep(200); // sleep-ok: a client whose control plane or engine is away asks again
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean asked(ControlPlaneClient client) {
    synchronized (creating) {
      if (!asking) {
        return false;
      }
      SoakJob.Plan plan = switch (plans.nextInt(8)) {
        case 0, 1, 2 -> SoakJob.Plan.SHORT;
        case 3, 4 -> SoakJob.Plan.LONG;
        case 5, 6 -> SoakJob.Plan.STAYING;
        default -> SoakJob.Plan.CANCELLED;
      };
      try {
        SoakJob job = SoakJob.create(client, plan, 2 + plans.nextInt(plan == SoakJob.Plan.LONG ? 8 : 3),
            places::release);
        kills.subList(settled, kills.size()).forEach(kill -> hit(job, kill));
        jobs.put(job.id(), job);
        Thread.ofVirtual().start(job);
        return true;
      } catch (ApiException e) {
        return false; // silent-ok: it is away, and is asked again
      }
    }
  }

  private static void hit(SoakJob job, Kill kill) {
    switch (kill) {
      case BOTH -> {
        job.hit(Kill.CONTROL_PLANE);
        job.hit(Kill.ENGINE);
      }
      // Which job it was is known.
      case WORKER, SHIM -> {
      }
      case CONTROL_PLANE, ENGINE -> job.hit(kill);
    }
  }

  // --- who kills ------------------------------------------------------------------------------------------------------

  private void round(JobRig rig, ControlPlaneClient client, int round) throws IOException, InterruptedException {
    Kill kill = Kill.any(random);
    Optional<Victim> victim = kill == Kill.WORKER || kill == Kill.SHIM ? victim(rig, client) : Optional.empty();
    if ((kill == Kill.WORKER || kill == Kill.SHIM) && victim.isEmpty()) {
      kill = Kill.CONTROL_PLANE;
    }
    counts.merge(kill, 1, Integer::sum);
    long away = 100L * random.nextInt(15);
    synchronized (creating) {
      kills.add(kill);
      for (SoakJob job : jobs.values()) {
        if (!job.isOver()) {
          hit(job, kill);
        }
      }
    }
    switch (kill) {
      case CONTROL_PLANE -> {
        rig.controlPlane().kill();
        TimeUnit.MILLISECONDS.sleep(away); // sleep-ok: jobs go on without it for a while
        rig.startControlPlane();
      }
      case ENGINE -> {
        rig.engine().kill();
        TimeUnit.MILLISECONDS.sleep(away); // sleep-ok: nobody answers for a while
        rig.engine().start();
      }
      case BOTH -> {
        Thread other = Thread.ofPlatform().start(rig.controlPlane()::kill);
        rig.engine().kill();
        other.join();
        if (random.nextBoolean()) {
          rig.engine().start();
          rig.startControlPlane();
        } else {
          rig.startControlPlane();
          rig.engine().start();
        }
      }
      case WORKER, SHIM -> victim.get().kill(kill);
    }
    System.out.println(round + " of " + rounds + ": " + kill.words() + victim.map(v -> " of " + v.job()).orElse("")
        + ", jobs so far " + jobs.size() + ", problems " + problems.size());
    wrong.clear();
    victim.ifPresent(hit -> wrong.put(hit.words(), System.nanoTime()));
    settle(rig, client, round, kill);
    synchronized (creating) {
      settled = kills.size();
      cancelUnknown(client);
    }
  }

  /// A container of a job, and its first process as this machine sees it.
  private record Victim(String job, ProcessHandle process) {
    void kill(Kill what) {
      ProcessHandle target = what == Kill.WORKER ? process : process.parent().orElse(process);
      boolean _ = target.destroyForcibly();
    }

    String words() {
      return "job " + job + " is not over, whose process was killed";
    }
  }

  private Optional<Victim> victim(JobRig rig, ControlPlaneClient client) throws InterruptedException {
    for (int tries = 0; tries < 40; tries++) {
      List<String[]> running = containers(rig).stream().filter(one -> one[2].equals("running")).toList();
      if (!running.isEmpty()) {
        String[] chosen = running.get(random.nextInt(running.size()));
        SoakJob job = jobs.get(chosen[1]);
        String pid = rig.engine().said("inspect", "--format", "{{.State.Pid}}", chosen[0]);
        if (job != null && pid.matches("[1-9][0-9]*") && ProcessHandle.of(Long.parseLong(pid)).isPresent()) {
          job.hit(Kill.WORKER);
          return Optional.of(new Victim(chosen[1], ProcessHandle.of(Long.parseLong(pid)).get()));
        }
      }
      watchFor(rig, client, 250);
    }
    return Optional.empty();
  }

  /// Whose asker was never answered: they would hold their places.
  private void cancelUnknown(ControlPlaneClient client) {
    try {
      for (JobView job : Stream.of("queued", "creating", "running").flatMap(state -> listed(client, state)).toList()) {
        if (!jobs.containsKey(job.id())) {
          unanswered++;
          boolean _ = client.jobs().cancel(job.id()).status().isEmpty();
        }
      }
    } catch (ApiException e) {
      problems.add("the control plane, back again, answered: " + e.getMessage());
    }
  }

  // --- who looks ------------------------------------------------------------------------------------------------------

  /// Until all that was wrong when both were back is right, or too long.
  private void settle(JobRig rig, ControlPlaneClient client, int round, Kill kill) throws InterruptedException {
    long begun = System.nanoTime();
    look(rig, client);
    Set<String> remaining = new HashSet<>(wrong.keySet());
    while (!remaining.isEmpty() && System.nanoTime() - begun < LONGEST.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(200); // sleep-ok: an engine in another process is looked at from outside
      look(rig, client);
      remaining.retainAll(wrong.keySet());
    }
    slowest = Math.max(slowest, System.nanoTime() - begun);
    remaining.forEach(what -> problems.add("after kill " + round + " (" + kill.words() + "): " + what));
  }

  private void watchFor(JobRig rig, ControlPlaneClient client, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      look(rig, client);
      TimeUnit.MILLISECONDS.sleep(200); // sleep-ok: as above
    }
  }

  /// Notes what is wrong, and tells of what has been for too long.
  private void look(JobRig rig, ControlPlaneClient client) {
    List<String[]> containers = containers(rig);
    Map<String, String> states = Stream.of("creating", "running").flatMap(state -> listed(client, state))
        .collect(Collectors.toMap(JobView::id, JobView::state, (_, later) -> later));
    Set<String> now = new HashSet<>();
    Set<String> alive = new HashSet<>();
    for (String[] container : containers) {
      if (container[2].equals("running")) {
        alive.add(container[1]);
      }
      if (!states.containsKey(container[1])) {
        now.add("container " + container[0] + " of job " + container[1] + ", which does not run, is " + container[2]);
      }
    }
    states.forEach((id, state) -> {
      if (state.equals("running") && !alive.contains(id)) {
        now.add("job " + id + " is said to run and has no container that does");
      }
      String victim = new Victim(id, ProcessHandle.current()).words();
      if (wrong.containsKey(victim)) {
        now.add(victim);
      }
    });
    long at = System.nanoTime();
    wrong.keySet().retainAll(now);
    now.forEach(what -> wrong.putIfAbsent(what, at));
    wrong.entrySet().removeIf(entry -> {
      boolean tooLong = at - entry.getValue() > LONGEST.toNanos();
      if (tooLong) {
        problems.add("for more than ten seconds: " + entry.getKey());
      }
      return tooLong;
    });
  }

  /// Id, job and state of each.
  private static List<String[]> containers(JobRig rig) {
    return rig.engine()
        .said("ps", "--all", "--no-trunc", "--filter", "label=" + JOB, "--format",
            "{{.ID}} {{.Label \"" + JOB + "\"}} {{.State}}")
        .lines().map(line -> line.split(" ", 3)).filter(words -> words.length == 3).toList();
  }

  private static Set<String> networks(JobRig rig) {
    return rig.engine().said("network", "ls", "--format", "{{.Name}}").lines().collect(Collectors.toSet());
  }

  private static Stream<JobView> listed(ControlPlaneClient client, String state) {
    return client.jobs().list(Optional.of(state), Optional.empty(), LISTED).jobs().stream();
  }

  private void end(JobRig rig, ControlPlaneClient client) throws InterruptedException {
    long end = System.nanoTime() + TO_END.toNanos();
    while (jobs.values().stream().anyMatch(job -> !job.isOver()) && System.nanoTime() < end) {
      watchFor(rig, client, 1_000);
    }
    long begun = System.nanoTime();
    while (!(containers(rig).isEmpty() && rig.engine().sandboxes().isEmpty())
        && System.nanoTime() - begun < LONGEST.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(200); // sleep-ok: as above
    }
    containers(rig).forEach(left -> problems.add("at the end there is container " + left[0] + " of job " + left[1]));
    rig.engine().sandboxes().forEach(pid -> problems.add("at the end there is process " + pid + " of a container"));
    shims = rig.engine().shims().size();
    rig.left().forEach(left -> problems.add("at the end there is " + left));
  }
}
