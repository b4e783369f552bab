package dev.ironclaw.ironctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A change's payload from the command line: JSON, or `@FILE` with JSON in it.
final class Payload {
  private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Payload() {}

  static Object parse(String argument) {
    String text = argument.startsWith("@") ? read(argument.substring(1)) : argument;
    try {
      Object value = JSON.readValue(text, Object.class);
      if (value != null) {
        return value;
      }
    } catch (JacksonException e) {
      throw new CommandFailure(ExitCode.USAGE, "--payload is not valid JSON, see line "
          + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr());
    }
    throw new CommandFailure(ExitCode.USAGE, "--payload is empty; give the payload in the kind's form");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(ExitCode.USAGE, "--payload: cannot read " + file + ": " + e.getMessage());
    }
  }
}
