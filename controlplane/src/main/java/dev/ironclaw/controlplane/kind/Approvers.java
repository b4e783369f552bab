package dev.ironclaw.controlplane.kind;

/// Whose tokens are good for approving, now.
public interface Approvers {
  /// As in `operator:NAME`; `local` always may.
  boolean has(String operator);

  /// How many may do everything, `local` among them.
  int admins();

  /// Where there are no named tokens.
  static Approvers localAlone() {
    return new LocalAlone();
  }

  /// The owner of the state folder and nobody else.
  record LocalAlone() implements Approvers {
    @Override
    public boolean has(String operator) {
      return operator.equals("local");
    }

    @Override
    public int admins() {
      return 1;
    }
  }
}
