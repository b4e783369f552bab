package dev.ironclaw.controlplane.project;

/// How much of a tree of files is looked at.
///
/// @param chars of all paths, and of what links point to: they are held in memory
record TreeLimits(int entries, long bytes, int depth, long chars) {
  static final TreeLimits DEFAULT = new TreeLimits(50_000, 2L << 30, 48, 16L << 20);

  String words() {
    return entries + " files and folders, " + (bytes >> 20) + " MiB, " + depth + " folders in each other, or "
        + (chars >> 20) + " MiB of names";
  }
}
