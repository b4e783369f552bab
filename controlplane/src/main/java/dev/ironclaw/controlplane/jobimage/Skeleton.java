package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.job.WorkerApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the scripts of the packages would have set up: links that alternatives are, the users, the bundle of certificates,
/// and the folders on which a container's mounts go.
final class Skeleton {
  /// The user of jobs, where a container names no other.
  static final int USER = 65532;
  private static final int OPEN_TO_ALL = 01777;
  private static final String CERTIFICATES = "usr/share/ca-certificates";

  private Skeleton() {}

  /// After all packages.
  static void add(LayerTree tree) throws IOException {
    for (String folder : LayerPath.MERGED) {
      if (!tree.below("usr/" + folder).isEmpty()) {
        tree.link(folder, "usr/" + folder);
      }
    }
    alternative(tree, "usr/bin/awk", "mawk");
    alternative(tree, "usr/bin/which", "which.debianutils");
    alternative(tree, "usr/bin/pager", "less");
    alternative(tree, "usr/bin/sh", "dash");
    // GNU's ask for a file's state in a way that gVisor of 2022, which Debian 12 has, refuses (statx, AT_NO_AUTOMOUNT).
    for (String program : List.of("ls", "stat")) {
      alternative(tree, "usr/local/bin/" + program, "busybox");
    }
    for (String folder : List.of("proc", "sys", "dev", "mnt", "root", "etc", "var", WorkerApi.FOLDER)) {
      tree.folder(folder);
    }
    for (String folder : List.of("tmp", "var/tmp")) {
      tree.folder(folder, OPEN_TO_ALL, 0);
    }
    // What is mounted there decides who may write. Nobody may where nothing is.
    for (String folder : List.of(WorkerApi.WORKSPACE, WorkerApi.OUTPUT, "home/worker")) {
      tree.folder(folder);
    }
    tree.text("etc/passwd", """
        root:x:0:0:root:/:/usr/sbin/nologin
        worker:x:%1$d:%1$d:worker:/home/worker:/bin/bash
        """.formatted(USER));
    tree.text("etc/group", """
        root:x:0:
        worker:x:%d:
        """.formatted(USER));
    tree.text("etc/nsswitch.conf", """
        passwd: files
        group: files
        hosts: files dns
        """);
    // Whoever owns the project on the host: the container is the wall, not git.
    tree.text("etc/gitconfig", """
        [safe]
        \tdirectory = *
        [core]
        \tpager = cat
        """);
    certificates(tree);
  }

  private static void alternative(LayerTree tree, String name, String target) {
    if (tree.has("usr/bin/" + target) && !tree.has(name)) {
      tree.link(name, name.startsWith("usr/bin/") ? target : "../../bin/" + target);
    }
  }

  private static void certificates(LayerTree tree) throws IOException {
    Map<String, LayerTree.Node> found = new TreeMap<>(tree.below(CERTIFICATES));
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (Map.Entry<String, LayerTree.Node> one : found.entrySet()) {
      if (one.getValue() instanceof LayerTree.Node.Plain plain && one.getKey().endsWith(".crt")) {
        tree.spool().copy(plain.content(), bundle);
        bundle.write('\n');
      }
    }
    if (bundle.size() > 0) {
      tree.text("etc/ssl/certs/ca-certificates.crt", bundle.toString(java.nio.charset.StandardCharsets.US_ASCII));
    }
  }
}
