package dev.ironclaw.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// How a container engine learns of the sealed gVisor runtime: its configuration as it is, with the entry in it. Nothing is
/// written; the engine is the operator's.
///
/// @param file the engine's configuration
/// @param merged whether what stands there is in the text; else the text is the entry alone
/// @param text the whole file as it should be
/// @param notes what a person should know, one sentence each
public record EngineSetup(Path file, boolean merged, String text, List<String> notes) {
  public static final Path DEFAULT_FILE = Path.of("/etc/docker/daemon.json");
  /// What a person does when the file is as it should be.
  public static final String AFTER = "sudo systemctl restart docker && docker info --format '{{json .Runtimes}}'";

  private static final String NAME = "runsc";
  private static final String NOT_FOUND = "/usr/local/bin/runsc";
  private static final List<String> FOLDERS = List.of("/usr/local/bin", "/usr/bin", "/usr/local/sbin", "/usr/sbin",
      "/opt/gvisor", "/home/linuxbrew/.linuxbrew/bin");
  private static final List<String> SEALED = List.of("--network=none", "--host-uds=open", "--oci-seccomp");
  /// Flags that may stay: they change how gVisor works and open nothing.
  private static final List<String> HARMLESS = List.of("--platform=", "--systemd-cgroup");
  private static final int MAX_BYTES = 1 << 20;

  public EngineSetup {
    notes = List.copyOf(notes);
  }

  /// For this machine's engine. Reads the file and looks for runsc.
  public static EngineSetup of(Path file) {
    return of(file, FOLDERS.stream().map(Path::of).toList());
  }

  /// The same where a file of another machine is meant, which can't be read here.
  public static EngineSetup elsewhere(Path file) {
    return made(file, Map.of(), false, NOT_FOUND, List.of("What stands in the file already must stay there."));
  }

  /// @param folders in which runsc may lie
  static EngineSetup of(Path file, List<Path> folders) {
    List<String> notes = new ArrayList<>();
    Optional<Path> runsc = folders.stream().map(folder -> folder.resolve(NAME)).filter(Files::isExecutable).findFirst();
    if (runsc.isEmpty()) {
      notes
          .add("No runsc was found here: install it first (https://gvisor.dev/docs/user_guide/install), and name where "
              + "it is.");
    }
    Map<String, @Nullable Object> there = Map.of();
    boolean merged = false;
    try {
      there = read(file);
      merged = true;
    } catch (NoSuchFileException e) {
      notes.add("There is no " + file + " yet.");
    } catch (IOException e) {
      notes.add(
          file + " can't be read by this user: what stands there must stay. Run this with sudo to see the whole file.");
    } catch (JacksonException | IllegalArgumentException e) {
      notes.add(file + " is no JSON object, and an engine that restarts would refuse it: mend it first.");
    }
    return made(file, there, merged, runsc.map(Path::toString).orElse(NOT_FOUND), notes);
  }

  private static EngineSetup made(Path file, Map<String, @Nullable Object> there, boolean merged, String runsc,
      List<String> notes) {
    Map<String, @Nullable Object> whole = new LinkedHashMap<>(there);
    Map<String, @Nullable Object> runtimes = new LinkedHashMap<>(object(there.get("runtimes")));
    Map<String, @Nullable Object> entry = new LinkedHashMap<>(object(runtimes.get(NAME)));
    List<@Nullable Object> words = new ArrayList<>(SEALED);
    if (entry.get("runtimeArgs") instanceof List<?> known) {
      known.stream().filter(word -> HARMLESS.stream().anyMatch(String.valueOf(word)::startsWith)).forEach(words::add);
    }
    entry.put("path", runsc);
    entry.put("runtimeArgs", words);
    runtimes.put(NAME, entry);
    whole.put("runtimes", runtimes);
    return new EngineSetup(file, merged, indented(whole, "") + "\n", notes);
  }

  private static Map<String, @Nullable Object> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException("too large for a configuration");
    }
    byte[] bytes = Files.readAllBytes(file);
    if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
      return Map.of();
    }
    if (Json.read(bytes) instanceof Map<?, ?> found) {
      return object(found);
    }
    throw new IllegalArgumentException("not an object");
  }

  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> copy.put(String.valueOf(key), each));
    }
    return copy;
  }

  private static String indented(@Nullable Object value, String indent) {
    String deeper = indent + "  ";
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      List<String> lines = new ArrayList<>();
      map.forEach((key, each) -> lines.add(deeper + Json.write(String.valueOf(key)) + ": " + indented(each, deeper)));
      return "{\n" + String.join(",\n", lines) + "\n" + indent + "}";
    }
    return value == null ? "null" : Json.write(value);
  }
}
