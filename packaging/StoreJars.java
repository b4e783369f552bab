import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  private static boolean isLibrary(String name) {
    return name.matches(".*\\.(so|dll|dylib|jnilib)");
  }
}
