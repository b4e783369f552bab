import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes the jars of a folder anew: the same files in the same order, uncompressed, without a time of their own, and
/// without libraries of any system. What a signature covers stays as it is.
///
/// The classes of picocli, which every start loads, are for Java 5: they get what later verifiers want, and a later version,
/// for no archive of classes takes them without. Their code stays what it is.
///
/// Usage: `java StoreJars.java FOLDER`
final class StoreJars {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private StoreJars() {}

  public static void main(String... arguments) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    for (Path jar : jars) {
      Files.write(jar, stored(jar));
    }
  }

  private static byte[] stored(Path jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile from = new ZipFile(jar.toFile()); ZipOutputStream to = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : from.stream().filter(entry -> !isLibrary(entry.getName())).toList()) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        if (jar.getFileName().toString().startsWith("picocli-") && isOld(entry.getName(), content)) {
          content = verifiable(from, content);
        }
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(sum.getValue());
        stored.setTimeLocal(TIME);
        to.putNextEntry(stored);
        to.write(content);
        to.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isOld(String name, byte[] content) {
    return name.endsWith(".class") && ClassFile.of().parse(content).majorVersion() < ClassFile.JAVA_6_VERSION;
  }

  private static byte[] verifiable(ZipFile jar, byte[] content) {
    ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> stream(jar, type))
                .orElse(ClassHierarchyResolver.defaultResolver())));
    return format.transformClass(format.parse(content),
        ClassTransform.dropping(element -> element instanceof ClassFileVersion)
            // Without it the code is copied as it is, without a map.
            .andThen(ClassTransform.transformingMethodBodies((code, element) -> code.with(element)))
            .andThen(ClassTransform.endHandler(made -> made.withVersion(ClassFile.JAVA_8_VERSION, 0))));
  }

  private static InputStream stream(ZipFile jar, ClassDesc type) {
    String folder = type.packageName().isEmpty() ? "" : type.packageName().replace('.', '/') + "/";
    ZipEntry entry = jar.getEntry(folder + type.displayName() + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLibrary(String name) {
    return name.matches(".*\\.(so|dll|dylib|jnilib)");
  }
}
