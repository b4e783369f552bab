package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.engine.ImageShelf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An engine's images in memory: it reads what it is given as an engine does, and names layers by what it found in them.
class FakeShelf implements ImageShelf {
  private static final JsonMapper JSON = new JsonMapper();

  final Map<String, ImageFacts> images = new HashMap<>();
  final Map<String, byte[]> archives = new HashMap<>();
  final Set<String> used = new HashSet<>();
  int loads;

  @Override
  public void load(InputStream archive) {
    loads++;
    try {
      byte[] all = archive.readAllBytes();
      Map<String, byte[]> files = files(all);
      JsonNode manifest = JSON.readTree(files.get("manifest.json")).get(0);
      JsonNode config = JSON.readTree(files.get(manifest.get("Config").asString()));
      List<String> layers = new ArrayList<>();
      manifest.get("Layers").forEach(name -> layers.add("sha256:" + Sha256.hex(files.get(name.asString()))));
      List<String> entrypoint = new ArrayList<>();
      config.get("config").get("Entrypoint").forEach(word -> entrypoint.add(word.asString()));
      String tag = manifest.get("RepoTags").get(0).asString();
      images.put(tag, new ImageFacts("sha256:" + manifest.get("Config").asString().replace(".json", ""), layers,
          all.length, config.get("config").get("User").asString(), entrypoint));
      archives.put(tag, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, byte[]> files(byte[] tar) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8");
    for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      files.put(entry.getName(), in.readAllBytes());
    }
    return files;
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    return Optional.ofNullable(images.get(name));
  }

  @Override
  public InputStream save(String name) {
    return new ByteArrayInputStream(archives.get(name));
  }

  @Override
  public boolean removeImage(String name) {
    if (used.contains(name)) {
      return false;
    }
    images.remove(name);
    return true;
  }
}
