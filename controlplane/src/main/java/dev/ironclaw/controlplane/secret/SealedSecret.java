package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `keyring.json`: the data keys, sealed under each master key that may open them. One copy; two while the master is
/// replaced.
///
/// @param retired copies that were dropped, of which only the master's id and source are kept, until those are forgotten
record SealedSecret(List<Copy> copies, List<Copy> retired) {
  static final String FILE = "keyring.json";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int VERSION = 1;

  SealedSecret {
    copies = List.copyOf(copies);
    retired = retired.stream().map(copy -> new Copy(copy.master, copy.source, "")).toList();
  }

  /// @param master id of the master key
  /// @param source name of the source that has it
  /// @param sealed in Base64
  record Copy(String master, String source, String sealed) {
    static Copy of(MasterKey master, String source, byte[] secret, Sealer sealer) {
      return new Copy(master.id(), source,
          Base64.getEncoder().encodeToString(sealer.seal(secret, place(master.id()))));
    }

    byte[] open(Sealer sealer) {
      try {
        return sealer.unseal(Base64.getDecoder().decode(sealed), place(master));
      } catch (IllegalArgumentException e) {
        throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
            "open keyring: what is sealed under " + master + " is damaged; restore it from a backup", e);
      }
    }

    private static byte[] place(String master) {
      return ("data-secret:" + master).getBytes(StandardCharsets.UTF_8);
    }
  }

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  static SealedSecret read(Path folder) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
      if (root.path("version").asInt(0) != VERSION) {
        throw new IllegalArgumentException("not a keyring of version " + VERSION);
      }
      return new SealedSecret(copies(root.path("copies")), copies(root.path("retired")));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw damaged(folder, e);
    }
  }

  private static List<Copy> copies(JsonNode list) {
    List<Copy> copies = new ArrayList<>();
    for (JsonNode copy : list) {
      copies.add(new Copy(copy.path("master").asString(), copy.path("source").asString(),
          copy.path("sealed").asString("")));
    }
    return copies;
  }

  private static IronclawException damaged(Path folder, Exception cause) {
    return new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
        "open keyring " + folder.resolve(FILE) + ": it can't be read; restore it from a backup", cause);
  }

  /// On disk when this returns: the old content or this.
  void write(Path folder) throws IOException {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION);
    ArrayNode list = root.putArray("copies");
    copies.forEach(copy -> list.addObject().put("master", copy.master()).put("source", copy.source()).put("sealed",
        copy.sealed()));
    if (!retired.isEmpty()) {
      ArrayNode old = root.putArray("retired");
      retired.forEach(copy -> old.addObject().put("master", copy.master()).put("source", copy.source()));
    }
    PrivateFiles.createFolder(folder);
    PrivateFiles.replace(folder.resolve(FILE), JSON.writeValueAsBytes(root));
  }
}
