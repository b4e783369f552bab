package dev.ironclaw.controlplane.project;

/// How much of a tree of files is looked at.
record TreeLimits(int entries, long bytes, int depth) {
  static final TreeLimits DEFAULT = new TreeLimits(50_000, 2L << 30, 48);

  String words() {
    return entries + " files and folders, " + (bytes >> 20) + " MiB, or " + depth + " folders in each other";
  }
}
