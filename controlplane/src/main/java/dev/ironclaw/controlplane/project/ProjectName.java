package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;

/// The name of a folder right below the folder of projects. Only one level: what lies deeper may be a job's to write, and
/// then its folders could be swapped for links while another job's container is made.
public record ProjectName(String value) {
  private static final int MAX_CHARS = 100;
  private static final String FORM = "[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}._ -]*";

  public ProjectName {
    if (value.length() > MAX_CHARS || !value.matches(FORM) || !value.strip().equals(value)
        || !Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
      throw refused(value, "is no name of a project: up to " + MAX_CHARS
          + " letters, digits, blanks and . _ -, the first a letter, a digit or _");
    }
  }

  /// As a person or an agent wrote it: the name, or the folder's whole path.
  ///
  /// @param root the folder of projects
  /// @throws IronclawException `INVALID_REQUEST`, `DENIED` for what lies elsewhere
  public static ProjectName of(String given, Path root) {
    Path path = path(given);
    for (Path step : path) {
      if (step.toString().equals("..")) {
        throw denied(given, "holds '..'");
      }
    }
    if (path.isAbsolute() && !path.startsWith(root)) {
      throw denied(given, "lies outside of " + root + ", where projects lie");
    }
    Path below = path.isAbsolute() ? root.relativize(path) : path;
    if (below.getNameCount() != 1) {
      throw refused(given, "is more than one folder deep; a project is a folder right below " + root);
    }
    return new ProjectName(below.toString());
  }

  private static Path path(String given) {
    try {
      return Path.of(given);
    } catch (InvalidPathException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "a project's name holds what no file name may hold", e);
    }
  }

  private static IronclawException refused(String given, String why) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "project " + VisibleText.brief(given) + " " + why);
  }

  private static IronclawException denied(String given, String why) {
    return new IronclawException(ErrorCode.DENIED, "project " + VisibleText.brief(given) + " " + why);
  }

  @Override
  public String toString() {
    return value;
  }
}
