package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// An image of ours as an engine loads it: layers that we write ourselves, and its settings.
/// Source: github.com/moby/moby/blob/master/image/spec/v1.2.md (`docker load`, which Podman reads too).
///
/// @param layers from the lowest up
public record ImageArchive(Settings settings, List<Layer> layers) {
  /// What containers of the image get where they say nothing else. Named as the format names it.
  public record Settings(String User, List<String> Entrypoint, List<String> Env, String WorkingDir,
      Map<String, String> Labels) {
    /// Of an image for whose containers everything is said.
    public static final Settings NONE = new Settings("", List.of(), List.of(), "", Map.of());
  }

  /// Writes a layer's tar, the same bytes each time.
  @FunctionalInterface
  public interface Content {
    /// Leaves the stream open.
    void write(OutputStream out) throws IOException;
  }

  /// A layer.
  ///
  /// @param digest `sha256:…` of its tar
  /// @param size of its tar in bytes
  public record Layer(String digest, long size, Content content) {
    /// Writes it once, to know its digest.
    public static Layer of(Content content) throws IOException {
      MessageDigest sha256 = Sha256.digest();
      Counting counting = new Counting();
      content.write(new DigestOutputStream(counting, sha256));
      return new Layer("sha256:" + HexFormat.of().formatHex(sha256.digest()), counting.bytes, content);
    }

    private String name(int place) {
      return place == 0 ? "layer.tar" : "layer" + place + ".tar";
    }
  }

  private record Config(String architecture, String os, Settings config, Layers rootfs) {}

  // Named as the format names it.
  private record Layers(String type, List<String> diff_ids) {}

  private record Manifest(String Config, List<String> RepoTags, List<String> Layers) {}

  public ImageArchive {
    layers = List.copyOf(layers);
  }

  /// An image of one layer, which is the tar of a folder, and no settings. Reads every file once.
  static ImageArchive of(Path rootfs) {
    try {
      return new ImageArchive(Settings.NONE, List.of(Layer.of(out -> RootfsTar.write(rootfs, out))));
    } catch (IOException e) {
      throw new UncheckedIOException("read the image " + rootfs, e);
    }
  }

  /// `sha256:…` of each layer, from the lowest up.
  public List<String> digests() {
    return layers.stream().map(Layer::digest).toList();
  }

  /// What names its layers and settings: 64 hexadecimal digits. Engines of the classic kind give it as the image's id.
  public String digest() {
    return Sha256.hex(config());
  }

  /// Bytes of all layers.
  public long size() {
    return layers.stream().mapToLong(Layer::size).sum();
  }

  /// As `docker load` reads it. Fails where a layer has another size than when it was read first.
  public void write(String name, OutputStream out) throws IOException {
    byte[] config = config();
    String configName = Sha256.hex(config) + ".json";
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    entry(tar, configName, config);
    List<String> names = IntStream.range(0, layers.size()).mapToObj(place -> layers.get(place).name(place)).toList();
    entry(tar, "manifest.json", OciJson.write(List.of(new Manifest(configName, List.of(name), names))));
    for (int place = 0; place < layers.size(); place++) {
      TarArchiveEntry entry = new TarArchiveEntry(names.get(place));
      entry.setSize(layers.get(place).size());
      tar.putArchiveEntry(entry);
      layers.get(place).content().write(tar);
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  private byte[] config() {
    return OciJson.write(new Config(architecture(), "linux", settings, new Layers("layers", digests())));
  }

  private static void entry(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /// Of this machine, in the names of images: `amd64` or `arm64`.
  public static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static final class Counting extends FilterOutputStream {
    private long bytes;

    Counting() {
      super(OutputStream.nullOutputStream());
    }

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      bytes += length;
    }
  }
}
