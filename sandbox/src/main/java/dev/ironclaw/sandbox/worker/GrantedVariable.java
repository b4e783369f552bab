package dev.ironclaw.sandbox.worker;

/// A secret that the job's child processes get in their environment; its text never shows the value.
record GrantedVariable(String name, String value) {
  @Override
  public String toString() {
    return name + "=…";
  }
}
