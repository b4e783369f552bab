package dev.ironclaw.controlplane.project;

/// One thing in a tree of files, as it was when it was looked at.
///
/// @param bytes 0 for all but files
/// @param mark of a file the SHA-256 of its content, of a link its target's; else empty
/// @param program whether its owner may execute it
record TreeEntry(Kind kind, long bytes, String mark, boolean program) {
  /// What it is.
  enum Kind {
    FILE, FOLDER, LINK, OTHER
  }

  static final TreeEntry FOLDER = new TreeEntry(Kind.FOLDER, 0, "", false);
  static final TreeEntry OTHER = new TreeEntry(Kind.OTHER, 0, "", false);

  /// Whether a review can bring it over.
  boolean isPlain() {
    return kind == Kind.FILE || kind == Kind.FOLDER;
  }
}
