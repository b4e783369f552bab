package dev.ironclaw.soak;

import java.util.Random;

/// What the soak of jobs kills with signal 9.
enum Kill {
  /// Its process, while the engine and the jobs run on.
  CONTROL_PLANE("the control plane", 34),
  /// dockerd, and with it its containerd.
  ENGINE("the engine", 22),
  /// Both at the same moment.
  BOTH("both at once", 12),
  /// The process of a job's container, from outside.
  WORKER("a job's process", 26),
  /// What the engine has beside each container.
  SHIM("a container's shim", 6);

  private final String words;
  /// How often of 100.
  private final int weight;

  Kill(String words, int weight) {
    this.words = words;
    this.weight = weight;
  }

  String words() {
    return words;
  }

  static Kill any(Random random) {
    int left = random.nextInt(100);
    for (Kill kill : values()) {
      left -= kill.weight;
      if (left < 0) {
        return kill;
      }
    }
    return CONTROL_PLANE;
  }
}
