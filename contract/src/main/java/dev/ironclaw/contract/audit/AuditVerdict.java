package dev.ironclaw.contract.audit;

/// What a verification found.
public sealed interface AuditVerdict {
  /// Every byte is accounted for.
  ///
  /// @param entries how many
  /// @param head hash of the last entry: note it elsewhere, and a log that is put back to an earlier state is found too
  record Intact(long entries, String head) implements AuditVerdict {}

  /// The log was changed, cut or damaged.
  ///
  /// @param file which of the files
  /// @param line where, from 1; 0 where it is not about one line
  /// @param what in plain words
  /// @param expected what should be there
  /// @param actual what is there
  record Broken(String file, long line, String what, String expected, String actual) implements AuditVerdict {}
}
