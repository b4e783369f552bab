package dev.ironclaw.contract.audit;

/// What a verification found.
public sealed interface AuditVerdict {
  /// Every byte is accounted for.
  ///
  /// @param entries how many
  /// @param head hash of the last entry: note it elsewhere, and a log that is put back to an earlier state is found too
  /// @param key [AuditFormat#fingerprint] of the key that signed
  record Intact(long entries, String head, String key) implements AuditVerdict {}

  /// Every line is good, and the head names an earlier one than the last. A control plane that was killed between its
  /// two writes leaves this, and so does who cut the log and put an old head back: only a start, which compares with the
  /// database, can tell.
  ///
  /// @param entries how many there are
  /// @param uncovered how many of them come after the one that the head names, at most [AuditFormat#GROUP]
  /// @param head hash of the last entry
  /// @param key [AuditFormat#fingerprint] of the key that signed
  record Uncovered(long entries, long uncovered, String head, String key) implements AuditVerdict {}

  /// The log was changed, cut or damaged.
  ///
  /// @param file which of the files
  /// @param line where, from 1; 0 where it is not about one line
  /// @param what in plain words
  /// @param expected what should be there
  /// @param actual what is there
  record Broken(String file, long line, String what, String expected, String actual) implements AuditVerdict {}
}
