package dev.ironclaw.sandbox.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A patch over several files, as models write it. Every file is worked out before the first is written.
final class Patch {
  private static final String BEGIN = "*** Begin Patch";
  private static final String END = "*** End Patch";
  private static final String UPDATE = "*** Update File: ";
  private static final String ADD = "*** Add File: ";
  private static final String DELETE = "*** Delete File: ";
  private static final String MOVE = "*** Move to: ";
  private static final String END_OF_FILE = "*** End of File";

  private final List<FilePatch> files;

  private Patch(List<FilePatch> files) {
    this.files = files;
  }

  /// What happens to one file.
  private record FilePatch(Deed deed, String path, Optional<String> movedTo, List<String> lines) {}

  private enum Deed {
    UPDATE, ADD, DELETE
  }

  /// @throws dev.ironclaw.contract.IronclawException saying what is wrong with it
  static Patch parse(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.strip().replace("\r\n", "\n").split("\n", -1)));
    if (!lines.getFirst().strip().equals(BEGIN) || !lines.getLast().strip().equals(END)) {
      throw Places.wrong("the patch must begin with \"" + BEGIN + "\" and end with \"" + END + "\"");
    }
    List<FilePatch> files = new ArrayList<>();
    int at = 1;
    while (at < lines.size() - 1) {
      int next = at + 1;
      while (next < lines.size() - 1 && !isHead(lines.get(next))) {
        next++;
      }
      files.add(file(lines.get(at), lines.subList(at + 1, next)));
      at = next;
    }
    if (files.isEmpty()) {
      throw Places.wrong("the patch names no file");
    }
    return new Patch(files);
  }

  private static boolean isHead(String line) {
    return line.startsWith(UPDATE) || line.startsWith(ADD) || line.startsWith(DELETE);
  }

  private static FilePatch file(String head, List<String> lines) {
    if (head.startsWith(DELETE)) {
      return new FilePatch(Deed.DELETE, head.substring(DELETE.length()).strip(), Optional.empty(), List.of());
    }
    if (head.startsWith(ADD)) {
      return new FilePatch(Deed.ADD, head.substring(ADD.length()).strip(), Optional.empty(), List.copyOf(lines));
    }
    if (!head.startsWith(UPDATE)) {
      throw Places.wrong("\"" + head + "\" is none of the lines that begin a file's part");
    }
    boolean moves = !lines.isEmpty() && lines.getFirst().startsWith(MOVE);
    return new FilePatch(Deed.UPDATE, head.substring(UPDATE.length()).strip(),
        moves ? Optional.of(lines.getFirst().substring(MOVE.length()).strip()) : Optional.empty(),
        List.copyOf(moves ? lines.subList(1, lines.size()) : lines));
  }

  /// Does it.
  ///
  /// @return what was done, for the model
  String apply(Places places) throws IOException {
    Map<String, Optional<String>> contents = new LinkedHashMap<>();
    for (FilePatch file : files) {
      switch (file.deed()) {
        case ADD -> contents.put(file.path(), Optional.of(added(file)));
        case DELETE -> {
          places.read(file.path());
          contents.put(file.path(), Optional.empty());
        }
        case UPDATE -> {
          Optional<String> earlier = contents.getOrDefault(file.path(), Optional.empty());
          String changed = changed(file, earlier.isPresent() ? earlier.get() : places.readToChange(file.path()));
          file.movedTo().ifPresent(_ -> contents.put(file.path(), Optional.empty()));
          contents.put(file.movedTo().orElse(file.path()), Optional.of(changed));
        }
      }
    }
    List<String> done = new ArrayList<>();
    for (Map.Entry<String, Optional<String>> one : contents.entrySet()) {
      if (one.getValue().isPresent()) {
        places.write(one.getKey(), one.getValue().get());
        done.add("wrote " + one.getKey());
      } else {
        Files.delete(places.of(one.getKey()));
        done.add("deleted " + one.getKey());
      }
    }
    return String.join("\n", done);
  }

  private static String added(FilePatch file) {
    StringBuilder text = new StringBuilder();
    for (String line : file.lines()) {
      if (!line.startsWith("+")) {
        throw Places.wrong("every line of the new file " + file.path() + " must begin with +");
      }
      text.append(line, 1, line.length()).append('\n');
    }
    return text.toString();
  }

  private static String changed(FilePatch file, String content) {
    if (content.length() > Places.MAX_PATCHED_CHARS) {
      throw Places.wrong(file.path() + " is larger than 1 MiB; change it with old_string and new_string");
    }
    boolean endsWithLine = content.endsWith("\n") || content.isEmpty();
    List<String> lines = new ArrayList<>(Arrays.asList(content.split("\n", -1)));
    if (endsWithLine) {
      lines.removeLast();
    }
    int at = 0;
    for (Hunk hunk : hunks(file)) {
      at = hunk.apply(lines, at, file.path());
    }
    return String.join("\n", lines) + (endsWithLine ? "\n" : "");
  }

  private static List<Hunk> hunks(FilePatch file) {
    List<Hunk> hunks = new ArrayList<>();
    Hunk hunk = new Hunk("");
    for (String line : file.lines()) {
      if (line.startsWith("@@")) {
        hunks.add(hunk);
        hunk = new Hunk(line.substring(2).strip());
      } else if (!line.equals(END_OF_FILE)) {
        hunk.add(line, file.path());
      }
    }
    hunks.add(hunk);
    hunks.removeIf(Hunk::isEmpty);
    if (hunks.isEmpty() && file.movedTo().isEmpty()) {
      throw Places.wrong("nothing is changed in " + file.path());
    }
    return hunks;
  }

  /// Neighbouring lines that change.
  private static final class Hunk {
    private final String above;
    private final List<String> old = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    Hunk(String above) {
      this.above = above;
    }

    boolean isEmpty() {
      return old.isEmpty() && changed.isEmpty();
    }

    void add(String line, String path) {
      String words = line.isEmpty() ? "" : line.substring(1);
      switch (line.isEmpty() ? ' ' : line.charAt(0)) {
        case ' ' -> {
          old.add(words);
          changed.add(words);
        }
        case '-' -> old.add(words);
        case '+' -> changed.add(words);
        default -> throw Places.wrong("a line in the part of " + path + " begins with none of space, - and +: " + line);
      }
    }

    /// @return where the next one may begin
    int apply(List<String> lines, int from, String path) {
      int start = above.isEmpty() ? from : below(lines, from);
      int at = old.isEmpty() ? (above.isEmpty() ? lines.size() : start) : find(lines, start);
      if (at < 0) {
        throw Places.wrong("these lines are not in " + path + "; read the file and give them exactly:\n"
            + String.join("\n", old));
      }
      lines.subList(at, at + old.size()).clear();
      lines.addAll(at, changed);
      return at + changed.size();
    }

    private int below(List<String> lines, int from) {
      for (int i = from; i < lines.size(); i++) {
        if (lines.get(i).strip().equals(above)) {
          return i + 1;
        }
      }
      return from;
    }

    /// Exactly, or else but for blanks at the ends of lines.
    private int find(List<String> lines, int from) {
      for (boolean exact : new boolean[]{true, false}) {
        for (int at = from; at + old.size() <= lines.size(); at++) {
          if (isAt(lines, at, exact)) {
            return at;
          }
        }
      }
      return -1;
    }

    private boolean isAt(List<String> lines, int at, boolean exact) {
      for (int i = 0; i < old.size(); i++) {
        String there = lines.get(at + i);
        if (exact ? !there.equals(old.get(i)) : !there.stripTrailing().equals(old.get(i).stripTrailing())) {
          return false;
        }
      }
      return true;
    }
  }
}
