package dev.ironclaw.desktop.notification;

/// What becomes of notifications; called on the UI thread.
public interface NoticeListener {
  /// A human answered exactly this one, with something that it offered. It is gone.
  void answered(Notice notice, Notice.Answer answer);

  /// It is gone unanswered, and should not come back.
  void dismissed(Notice notice);
}
