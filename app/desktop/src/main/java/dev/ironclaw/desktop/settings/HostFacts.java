package dev.ironclaw.desktop.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OperatingSystem;

/// What kind of machine it is: kinds, versions and sizes, no name, no serial number, no address.
public final class HostFacts {
  static final Map<String, String> UNREAD = Map.of("machine", "could not be read");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private HostFacts() {}

  /// Asks the system, which takes some hundred milliseconds: not on the UI thread.
  ///
  /// @param desktop the kind of desktop and of its display server, where they say so
  public static Map<String, String> measure(String version, String desktop) {
    return measure(version, desktop, HostFacts::machine, PATIENCE);
  }

  /// The same of another machine.
  ///
  /// @param machine may fail with an error, where its native library can't be loaded, or not come back
  static Map<String, String> measure(String version, String desktop, Supplier<Map<String, String>> machine,
      Duration patience) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("app", version);
    facts.put("app java", Runtime.version().toString());
    facts.putAll(bounded(machine, patience));
    facts.put("desktop", desktop);
    return facts;
  }

  private static Map<String, String> bounded(Supplier<Map<String, String>> machine, Duration patience) {
    try {
      return CompletableFuture
          .supplyAsync(machine, work -> Thread.ofPlatform().daemon().name("host-facts").start(work))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VirtualMachineError broken) {
        throw broken;
      }
      return UNREAD;
    } catch (TimeoutException _) {
      // silent-ok: what is returned says it.
      return UNREAD;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return UNREAD;
    }
  }

  private static Map<String, String> machine() {
    SystemInfo system = new SystemInfo();
    OperatingSystem os = system.getOperatingSystem();
    CentralProcessor processor = system.getHardware().getProcessor();
    GlobalMemory memory = system.getHardware().getMemory();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("system", os.getFamily() + " " + os.getVersionInfo());
    facts.put("system bits", String.valueOf(os.getBitness()));
    facts.put("processor", processor.getProcessorIdentifier().getName().strip());
    facts.put("processors", String.valueOf(processor.getLogicalProcessorCount()));
    facts.put("memory", (memory.getTotal() >> 20) + " MiB, " + (memory.getAvailable() >> 20) + " MiB free");
    return facts;
  }
}
