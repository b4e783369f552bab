package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.desktop.agent.AgentFacts.Person;
import dev.ironclaw.desktop.agent.AgentFacts.Place;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.approval.RiskBadge;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What is known of an agent, part by part, in sentences.
final class AgentSections extends VBox {
  /// The rest is in the inbox's history.
  private static final int MOST_CHANGES = 12;

  private final AgentsViewModel screen;
  private final InstantSource clock;
  private final Texts texts;

  AgentSections(AgentFacts facts, AgentsViewModel screen, InstantSource clock, Texts texts) {
    super(22);
    this.screen = screen;
    this.clock = clock;
    this.texts = texts;
    List<Node> models = new ArrayList<>();
    models.add(Words.of(texts.of("agents.model.words", VisibleText.brief(facts.agent().model()),
        VisibleText.brief(facts.agent().provider()))));
    facts.agent().fallback().ifPresent(other -> models.add(Words.of(texts.of("agents.model.fallback",
        VisibleText.brief(other.model()), VisibleText.brief(other.provider())), "text-muted")));
    section("agents.part.model", models);
    facts.budget().ifPresent(budget -> section("agents.part.budget", BudgetRows.of(budget, texts)));
    section("agents.part.persona", facts.sections().stream().map(part -> document(part, facts)).toList());
    section("agents.part.tools", rows(facts.tools(), this::tool, "agents.tools.none"));
    section("agents.part.places", rows(facts.places(), this::place, "agents.places.none"));
    if (!facts.destinations().isEmpty()) {
      section("agents.part.destinations",
          facts.destinations().stream().map(place -> Words.of(VisibleText.line(place))).toList());
    }
    if (!facts.people().isEmpty()) {
      section("agents.part.people", facts.people().stream().map(this::person).toList());
    }
    if (!facts.grants().isEmpty()) {
      List<Node> grants = new ArrayList<>(facts.grants().stream().map(this::grant).toList());
      grants.add(link("agents-grants", "agents.grants.go", "grants"));
      section("agents.part.grants", grants);
    }
    List<Node> changes = new ArrayList<>(
        rows(facts.changes().stream().limit(MOST_CHANGES).toList(), this::change, "agents.changes.none"));
    changes.add(link("agents-history", "agents.changes.go", "history"));
    section("agents.part.changes", changes);
  }

  private void section(String key, List<? extends Node> rows) {
    Label head = new Label(texts.of(key));
    head.getStyleClass().addAll("text-caption", "section-title");
    VBox box = new VBox(10);
    box.getChildren().addAll(rows);
    getChildren().add(new VBox(8, head, box));
  }

  private <T> List<Node> rows(List<T> items, Function<T, Node> row, String none) {
    return items.isEmpty() ? List.of(muted(texts.of(none))) : items.stream().map(row).toList();
  }

  private Node document(PersonaSectionView part, AgentFacts facts) {
    String text = AgentDraft.document(facts.agent().personaDocs(), part.key());
    Label title = new Label(part.title());
    title.getStyleClass().add("text-bold");
    if (text.isBlank()) {
      return new VBox(3, title, muted(texts.of("agents.document.none")));
    }
    VBox quote = new VBox(Words.of(VisibleText.text(text)));
    quote.getStyleClass().add("document-quote");
    return new VBox(3, title, quote);
  }

  private Node tool(ToolView tool) {
    return ToolWords.row(tool, texts);
  }

  private Node place(Place place) {
    String engages = texts.of("agents.engages." + place.wiring().engageMode());
    return Words.of(texts.of("agents.place", VisibleText.line(place.name()), engages,
        texts.of("agents.senders." + place.wiring().senderScope())));
  }

  private Node person(Person person) {
    return Words.of(texts.of("agents.person", VisibleText.line(person.name()),
        texts.of("agents.role." + person.role())));
  }

  private Node grant(GrantView grant) {
    String used = grant.lastUsedAt().map(at -> texts.of("approvals.grants.times", grant.uses(), ago(at)))
        .orElse(texts.of("approvals.grants.never"));
    return Words.of(texts.of("agents.grant", grant.type(), VisibleText.line(grant.key()),
        VisibleText.line(grant.scope()), used));
  }

  private Node change(ChangeView change) {
    RiskBadge risk = new RiskBadge(texts);
    risk.show(change.card().risk());
    risk.setMinWidth(Region.USE_PREF_SIZE);
    Hyperlink title = new Hyperlink(VisibleText.line(change.card().title()));
    title.getStyleClass().add("row-link");
    title.setMinWidth(0);
    title.setOnAction(_ -> screen.navigation().go("approvals", change.id()));
    Label when = muted(change.decision().map(decision -> texts.of("agents.change.by",
        VisibleText.line(decision.decidedBy()), ago(decision.decidedAt()))).orElse(""));
    when.setMinWidth(Region.USE_PREF_SIZE);
    when.setWrapText(false);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox row = new HBox(10, risk, title, space, when);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private Hyperlink link(String id, String key, String item) {
    Hyperlink link = new Hyperlink(texts.of(key));
    link.setId(id);
    link.getStyleClass().add("row-link");
    link.setOnAction(_ -> screen.navigation().go("approvals", item));
    return link;
  }

  private String ago(String at) {
    return Moments.ago(Instant.parse(at), clock.instant(), texts);
  }

  private Label muted(String words) {
    return Words.of(words, "text-muted");
  }
}
