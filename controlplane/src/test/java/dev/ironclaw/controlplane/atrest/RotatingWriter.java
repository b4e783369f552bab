package dev.ironclaw.controlplane.atrest;

import java.nio.file.Path;

/// Rotates data keys without pause while others write, until it is killed; says on standard output what is durable.
public final class RotatingWriter {
  private RotatingWriter() {}

  public static void main(String[] arguments) {
    String round = arguments[1];
    Keep keep = new Keep(Path.of(arguments[0]));
    for (String name : new String[]{"a", "b"}) {
      Thread.ofPlatform().start(() -> {
        for (int n = 0;; n++) {
          String id = "r" + round + name + n;
          keep.message(name.equals("a") ? Keep.ONE : Keep.TWO, id);
          say("in " + id);
          keep.entry(id);
          say("audit " + id);
        }
      });
    }
    DataKeyRotation rotation = new DataKeyRotation(keep.folder, keep.keyring, keep.atRest(), keep.audit,
        java.util.List.of());
    while (true) {
      say("generation " + rotation.rotate("test"));
    }
  }

  private static void say(String line) {
    System.out.print(line + "\n");
    System.out.flush();
  }
}
