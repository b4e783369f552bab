package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/// Files by the names that a model gives them: relative to the project, or anywhere in the container.
record Places(Path workspace) {
  static final int MAX_FILE_BYTES = 4 << 20;
  /// Of one whose lines are all held at once.
  static final int MAX_PATCHED_CHARS = 1 << 20;

  Path of(String name) {
    try {
      return workspace.resolve(name).normalize();
    } catch (InvalidPathException wrong) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "\"" + name + "\" can't be a path", wrong);
    }
  }

  /// How the model knows it.
  String name(Path path) {
    return path.startsWith(workspace) ? workspace.relativize(path).toString() : path.toString();
  }

  /// The text of a regular file; a pipe or a device would never end.
  String read(String name) throws IOException {
    Path path = of(name);
    if (Files.isDirectory(path)) {
      throw wrong(name + " is a folder; use list_dir");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw wrong(name + " is no regular file");
    }
    if (Files.size(path) > MAX_FILE_BYTES) {
      throw wrong(name + " has " + Files.size(path) + " bytes, more than 4 MiB; look at a part of it with shell");
    }
    byte[] bytes = Files.readAllBytes(path);
    if (isBinary(bytes)) {
      throw wrong(name + " is binary, " + bytes.length + " bytes; look at it with shell");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// As [#read], for whoever writes it again: what is no UTF-8 would not come out as it went in.
  String readToChange(String name) throws IOException {
    String text = read(name);
    if (text.indexOf('\uFFFD') >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), Files.readAllBytes(of(name)))) {
      throw wrong(name + " is not all UTF-8, and would be damaged; change it with shell");
    }
    return text;
  }

  /// Looks at lines.
  interface Lines {
    /// Looks at one.
    ///
    /// @param number counted from 1
    /// @return false for enough
    boolean line(int number, String line);
  }

  /// One line after the other, for a file of a million lines makes a million texts. The end of the last line begins no other.
  ///
  /// @return false where it was enough before the end
  static boolean eachLine(String text, Lines lines) {
    int number = 0;
    for (int from = 0; from < text.length();) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      if (!lines.line(++number, text.substring(from, to))) {
        return false;
      }
      from = to + 1;
    }
    return true;
  }

  void write(String name, String content) throws IOException {
    Path path = of(name);
    Path folder = path.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(path, content);
  }

  static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 8_000); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  static IronclawException wrong(String words) {
    return new IronclawException(ErrorCode.INVALID_PAYLOAD, words);
  }
}
