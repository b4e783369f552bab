package dev.ironclaw.desktop.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OperatingSystem;

/// What kind of machine it is: kinds, versions and sizes, no name, no serial number, no address.
public final class HostFacts {
  private HostFacts() {}

  /// Asks the system, which takes some hundred milliseconds: not on the UI thread.
  ///
  /// @param desktop the kind of desktop and of its display server, where they say so
  public static Map<String, String> measure(String version, String desktop) {
    SystemInfo system = new SystemInfo();
    OperatingSystem os = system.getOperatingSystem();
    CentralProcessor processor = system.getHardware().getProcessor();
    GlobalMemory memory = system.getHardware().getMemory();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("app", version);
    facts.put("app java", Runtime.version().toString());
    facts.put("system", os.getFamily() + " " + os.getVersionInfo());
    facts.put("system bits", String.valueOf(os.getBitness()));
    facts.put("processor", processor.getProcessorIdentifier().getName().strip());
    facts.put("processors", String.valueOf(processor.getLogicalProcessorCount()));
    facts.put("memory", (memory.getTotal() >> 20) + " MiB, " + (memory.getAvailable() >> 20) + " MiB free");
    facts.put("desktop", desktop);
    return facts;
  }
}
