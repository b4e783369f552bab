package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.desktop.agent.BuilderViewModel.Subject;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// One agent's card.
final class AgentCell extends RowCell<AgentCard> {
  private final AgentsViewModel screen;
  private final AgentListViewModel model;
  private final Texts texts;
  private final Label name = Words.of("", "agent-name");
  private final Label about = Words.of("", "text-muted");
  private final Label lets = Words.of("", "text-muted");
  private final FontIcon letsIcon = new FontIcon("mdi2s-shield-outline");
  private final Label state = new Label();
  private final Label waiting = new Label();
  private final Label draft = new Label();

  AgentCell(AgentsViewModel screen, AgentListViewModel model, Texts texts) {
    HBox card = new HBox(14);
    super(card);
    this.screen = screen;
    this.model = model;
    this.texts = texts;
    HBox out = new HBox(6, letsIcon, lets);
    out.setAlignment(Pos.TOP_LEFT);
    HBox.setHgrow(lets, Priority.ALWAYS);
    VBox lines = new VBox(4, name, about, out);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    FontIcon picture = new FontIcon("mdi2r-robot-outline");
    picture.getStyleClass().add("agent-icon");
    waiting.getStyleClass().addAll("risk", "risk-amber");
    draft.getStyleClass().addAll("risk", "chip");
    draft.setText(texts.of("agents.draft"));
    state.getStyleClass().addAll("risk", "chip");
    VBox marks = new VBox(6, state, waiting, draft);
    marks.setAlignment(Pos.TOP_RIGHT);
    marks.setMinWidth(Region.USE_PREF_SIZE);
    for (Label mark : new Label[]{state, waiting, draft}) {
      mark.setMinWidth(Region.USE_PREF_SIZE);
      mark.managedProperty().bind(mark.visibleProperty());
    }
    card.getChildren().addAll(picture, lines, marks);
    card.getStyleClass().add("agent-card");
    card.setAlignment(Pos.TOP_LEFT);
    getStyleClass().add("agent-cell");
    setOnMouseClicked(click -> {
      if (getItem() != null && click.getButton() == MouseButton.PRIMARY) {
        screen.open(getItem().agent().id());
      }
    });
  }

  @Override
  protected String show(AgentCard card) {
    AgentView agent = card.agent();
    name.setText(VisibleText.brief(agent.name()));
    about.setText(texts.of("agents.about", VisibleText.brief(agent.provider() + "/" + agent.model()),
        agent.enabledTools().size(), agent.sessions()));
    lets.setText(card.lets().isEmpty()
        ? texts.of("agents.lets.nothing")
        : texts.of("agents.lets", String.join("; ", card.lets())));
    letsIcon.setIconLiteral(card.lets().isEmpty() ? "mdi2s-shield-outline" : "mdi2a-arrow-top-right");
    state.setText(texts.of("agents.state." + card.activity().name().toLowerCase(Locale.ROOT)));
    long open = model.waiting(agent.id());
    waiting.setText(texts.of("agents.waiting", open));
    waiting.setVisible(open > 0);
    draft
        .setVisible(screen.isDrafted(new Subject.Edit(agent.id())) || screen.isDrafted(new Subject.CopyOf(agent.id())));
    return String.join(". ", name.getText(), about.getText(), lets.getText(), state.getText(),
        open > 0 ? waiting.getText() : "");
  }
}
