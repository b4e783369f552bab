package dev.ironclaw.desktop.home;

import dev.ironclaw.desktop.approval.RiskBadge;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The lines of a panel. Lines that stay the same keep their nodes, and the focus stays on what it was on.
final class Section extends VBox {
  private final Navigation navigation;
  private final Texts texts;
  private List<Line> shown = List.of();

  Section(Navigation navigation, Texts texts) {
    this.navigation = navigation;
    this.texts = texts;
  }

  void show(List<Line> lines) {
    if (lines.equals(shown)) {
      return;
    }
    Optional<String> focused = getChildren().stream().filter(Node::isFocused).map(Node::getId).findFirst();
    getChildren().setAll(lines.stream().map(line -> shown.contains(line)
        ? getChildren().get(shown.indexOf(line))
        : node(line)).toList());
    shown = List.copyOf(lines);
    focused.flatMap(id -> getChildren().stream().filter(node -> id.equals(node.getId())).findFirst())
        .ifPresent(Node::requestFocus);
  }

  private Node node(Line line) {
    Node node = line.icon().isEmpty() ? words(line) : row(line);
    node.setId(line.id());
    return node;
  }

  private Node words(Line line) {
    if (line.way().isPresent()) {
      Hyperlink link = new Hyperlink(line.title());
      link.setOnAction(_ -> go(line.way().get()));
      return link;
    }
    Label label = Words.of(line.title());
    label.getStyleClass().addAll("text-muted", "home-line");
    return label;
  }

  private Node row(Line line) {
    HBox row = row(line.icon(), line.style(), lines(line.title(), line.below()));
    line.risk().ifPresent(risk -> {
      RiskBadge badge = new RiskBadge(texts);
      badge.show(risk);
      badge.setMinWidth(Region.USE_PREF_SIZE);
      row.getChildren().add(badge);
    });
    return line.way().map(way -> button(row, line, way)).orElseGet(() -> {
      row.getStyleClass().add("home-row");
      return row;
    });
  }

  static HBox row(String literal, String style, VBox lines) {
    FontIcon icon = new FontIcon(literal);
    icon.getStyleClass().addAll("health-icon", style);
    HBox row = new HBox(12, icon, lines);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  static VBox lines(String title, String below) {
    Label head = Words.of(title);
    head.getStyleClass().add("text-bold");
    VBox lines = new VBox(2, head);
    if (!below.isEmpty()) {
      Label words = Words.of(below);
      words.getStyleClass().add("text-muted");
      lines.getChildren().add(words);
    }
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    return lines;
  }

  private Node button(HBox row, Line line, Line.Way way) {
    row.getChildren().add(new FontIcon("mdi2c-chevron-right"));
    RowButton button = new RowButton(row);
    String risk = line.risk().map(name -> texts.of("approvals.risk." + name) + ". ").orElse("");
    button.setAccessibleText(risk + line.title() + ". " + line.below());
    button.setOnAction(_ -> go(way));
    return button;
  }

  private void go(Line.Way way) {
    way.item().ifPresentOrElse(item -> navigation.go(way.screen(), item), () -> navigation.go(way.screen()));
  }
}
