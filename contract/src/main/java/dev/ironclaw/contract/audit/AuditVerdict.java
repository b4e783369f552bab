package dev.ironclaw.contract.audit;

/// What a verification found.
public sealed interface AuditVerdict {
  /// Every byte is accounted for.
  ///
  /// @param entries how many, checkpoints not counted
  /// @param head hash of the last line: note it elsewhere, and a log that is put back to an earlier state is found too
  /// @param key [AuditFormat#fingerprint] of the key that signed
  record Intact(long entries, String head, String key) implements AuditVerdict {}

  /// Every line follows from the one before, and the head names an earlier one than the last: who wrote those after it is
  /// not proven. A control plane that was killed between its two writes leaves this, and so does who cut or continued the
  /// log and put an old head back: only a start, which compares with the database, can tell.
  ///
  /// @param entries how many there are, checkpoints not counted
  /// @param uncovered how many lines come after the one that the head names, at most [AuditFormat#GROUP]
  /// @param head hash of the last line
  /// @param key [AuditFormat#fingerprint] of the key that signed
  record Uncovered(long entries, long uncovered, String head, String key) implements AuditVerdict {}

  /// The log was changed, cut or damaged.
  ///
  /// @param file which of the files
  /// @param line where in it, from 1; 0 where it is not about one line
  /// @param seq of the first line of the log that is not what was written; 0 where it is not about one line
  /// @param what in plain words
  /// @param expected what should be there
  /// @param actual what is there
  record Broken(String file, long line, long seq, String what, String expected,
      String actual) implements AuditVerdict {}
}
