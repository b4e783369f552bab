package dev.ironclaw.controlplane.audit;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// `docs/AuditVerify.java` as a stranger has it: compiled with nothing on its class path.
final class StandAloneVerifier implements AutoCloseable {
  private final URLClassLoader classes;
  private final Method verdict;

  private StandAloneVerifier(URLClassLoader classes, Method verdict) {
    this.classes = classes;
    this.verdict = verdict;
  }

  static StandAloneVerifier compile(Path into) throws IOException, ReflectiveOperationException {
    Path source = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(source.resolve("docs/AuditVerify.java"))) {
      source = Objects.requireNonNull(source.getParent());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean good = compiler.getTask(said, files, null,
          List.of("-proc:none", "-cp", into.toString(), "-d", into.toString()), null,
          files.getJavaFileObjects(source.resolve("docs/AuditVerify.java"))).call();
      if (!good) {
        throw new IllegalStateException(said.toString());
      }
    }
    URLClassLoader classes = new URLClassLoader(new URL[]{into.toUri().toURL()},
        ClassLoader.getPlatformClassLoader());
    Method verdict = classes.loadClass("AuditVerify").getMethod("verdict", Path.class, Path[].class);
    verdict.setAccessible(true);
    return new StandAloneVerifier(classes, verdict);
  }

  /// `intact: …`, `not covered: …` or `broken at SEQ: …`.
  String verdict(Path folder, List<Path> witnesses) throws ReflectiveOperationException {
    return (String) verdict.invoke(null, folder, witnesses.toArray(Path[]::new));
  }

  @Override
  public void close() throws IOException {
    classes.close();
  }
}
