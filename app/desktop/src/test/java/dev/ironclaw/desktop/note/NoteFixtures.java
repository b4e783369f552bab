package dev.ironclaw.desktop.note;

import dev.ironclaw.contract.api.NoteView;
import java.util.List;

/// Notes of the researcher, for tests and pictures.
public final class NoteFixtures {
  public static final NoteView MILLA = note("note_1", "Aunt Milla", List.of("family", "gifts"),
      "Aunt Milla likes tulips, the red ones.\nHer birthday is on 4 March; she does not want a party.",
      "2026-11-21T08:00:00Z");
  public static final NoteView SOURCES = note("note_2", "Sources that were wrong before", List.of(),
      "The city's page on opening hours is out of date.", "2026-11-19T12:00:00Z");

  private NoteFixtures() {}

  public static NoteView note(String id, String title, List<String> tags, String text, String changedAt) {
    return new NoteView(id, "researcher", title, tags, text, "agent:ses_1", changedAt);
  }
}
