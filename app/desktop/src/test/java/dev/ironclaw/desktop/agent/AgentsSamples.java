package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.RegistryPreview;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.Asks;
import dev.ironclaw.desktop.note.NoteFixtures;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;

/// Agents: none, some, one of them, its form, a new one, and what a form asks for.
public final class AgentsSamples {
  private AgentsSamples() {}

  public static List<Sample> all() {
    return List.of(new Sample("agents-list", (desk, navigation) -> filled(desk, navigation, Optional.empty())),
        new Sample("agents-empty", AgentsSamples::empty),
        new Sample("agents-one", (desk, navigation) -> filled(desk, navigation, Optional.of("researcher"))),
        new Sample("agents-new", (desk, navigation) -> filled(desk, navigation, Optional.of(AgentsViewModel.NEW))),
        new Sample("agents-edit", (desk, navigation) -> filled(desk, navigation, Optional.of("researcher")),
            AgentsSamples::edit),
        new Sample("agents-review-new", (desk, navigation) -> filled(desk, navigation,
            Optional.of(AgentsViewModel.NEW)), AgentsSamples::make),
        new Sample("agents-review", (desk, navigation) -> filled(desk, navigation, Optional.of("researcher")),
            AgentsSamples::review),
        new Sample("agents-asked", (desk, navigation) -> filled(desk, navigation, Optional.of("researcher")),
            AgentsSamples::ask),
        new Sample("agents-limit", AgentsSamples::atItsLimit, view -> scroll(view, "agents-limit-go-on")),
        new Sample("agents-budget", AgentsSamples::atItsLimit, AgentsSamples::budget),
        new Sample("agents-notes", AgentsSamples::atItsLimit, view -> press(view, "agents-notes")),
        new Sample("agents-note-edit", AgentsSamples::atItsLimit, AgentsSamples::conflict));
  }

  private static Screen empty(Desk desk, Navigation navigation) {
    Agents.catalog(desk.controlPlane());
    desk.controlPlane().answer("GET /v1/changes/pending", List.of());
    navigation.offer(List.of("onboarding"));
    return screen(desk, navigation);
  }

  private static Screen filled(Desk desk, Navigation navigation, Optional<String> item) {
    Agents.page(desk.controlPlane());
    desk.controlPlane().answer("GET /v1/changes/pending", List.of(Changes.amber("chg_000020")));
    desk.controlPlane().answer("POST /v1/changes/preview", Agents.making("chg_000031", "helper", "Helper"));
    desk.controlPlane().answer("PUT /v1/registry/agent-groups/researcher?preview",
        new RegistryPreview(List.of(Agents.rewriting("chg_000032"), Agents.disarming("chg_000033"))));
    desk.controlPlane().answer("POST /v1/changes",
        new dev.ironclaw.contract.api.ChangeAccepted("chg_000032", "pending"));
    navigation.offer(List.of("chat"));
    item.ifPresent(wanted -> navigation.go("agents", wanted));
    return screen(desk, navigation);
  }

  private static Screen atItsLimit(Desk desk, Navigation navigation) {
    desk.controlPlane().answer("GET /v1/usage/questions?ended=0", List.of(Asks.budget("bdg_1", "open", false)));
    desk.controlPlane().answer("GET /v1/agents/researcher/notes",
        List.of(NoteFixtures.MILLA, NoteFixtures.SOURCES));
    desk.controlPlane().refuse("PUT /v1/agents/researcher/notes/note_1", 409, "CONFLICT", "changed meanwhile");
    desk.controlPlane().answer("GET /v1/agents/researcher/notes/note_1", NoteFixtures.note("note_1", "Aunt Milla",
        List.of("family"), "Aunt Milla likes roses now.", "2026-11-21T09:59:00Z"));
    return filled(desk, navigation, Optional.of("researcher"));
  }

  private static void scroll(Parent view, String id) {
    Node found = view.lookup("#" + id);
    if (found != null) {
      found.requestFocus();
    }
  }

  private static void budget(Parent view) {
    press(view, "agents-budget");
    type(view, "agents-limit-centsPerDay-hard", "3.50");
    type(view, "agents-limit-centsPerDay-soft", "4");
    type(view, "agents-limit-tokensPerMonth-hard", "a lot");
  }

  private static void conflict(Parent view) {
    press(view, "agents-notes");
    press(view, "notes-edit");
    type(view, "notes-text", "Aunt Milla likes lilies.");
    press(view, "notes-save");
  }

  private static Screen screen(Desk desk, Navigation navigation) {
    PendingChanges pending = new PendingChanges(desk.backend());
    pending.start();
    return AgentsView.screen(pending, navigation, Desk.TEXTS);
  }

  private static void edit(Parent view) {
    press(view, "agents-edit");
    type(view, "agents-document-soul", "Curious, sceptical and fair. ".repeat(80));
  }

  private static void make(Parent view) {
    type(view, "agents-name", "Helper");
    press(view, "agents-review");
  }

  private static void review(Parent view) {
    press(view, "agents-edit");
    type(view, "agents-document-instructions", "- Name the source of each finding.\n- Be brief.");
    press(view, "agents-review");
  }

  private static void ask(Parent view) {
    review(view);
    press(view, "agents-ask");
  }

  private static void press(Parent view, String id) {
    Node found = view.lookup("#" + id);
    if (found instanceof ButtonBase button) {
      button.fire();
      view.applyCss();
      view.layout();
    }
  }

  private static void type(Parent view, String id, String words) {
    Node found = view.lookup("#" + id);
    if (found instanceof TextInputControl field) {
      field.setText(words);
    }
  }
}
