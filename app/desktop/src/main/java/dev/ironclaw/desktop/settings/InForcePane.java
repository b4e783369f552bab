package dev.ironclaw.desktop.settings;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/// Limits and everything else that the control plane was started with.
final class InForcePane extends BorderPane {
  private final Texts texts;

  InForcePane(InForceViewModel model, Navigation navigation, Texts texts) {
    this.texts = texts;
    Hyperlink isolator = new Hyperlink(texts.of("settings.in-force.isolator"));
    isolator.setOnAction(_ -> navigation.go("posture"));
    VBox top = new VBox(8, Words.of(texts.of("settings.in-force.what"), "text-muted"), isolator);
    top.getStyleClass().add("page-content");
    setTop(top);
    TableView<SettingView> table = new TableView<>(model.settings());
    table.setId("settings-in-force");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.getColumns().add(column("name", 240, SettingView::name));
    table.getColumns().add(column("value", 420, SettingView::value));
    table.getColumns().add(column("source", 150, setting -> texts.of("settings.in-force.source." + source(setting))));
    setCenter(new StatePane(texts, "settings.in-force", model.state(), table, model::load));
  }

  private static String source(SettingView setting) {
    return switch (setting.source()) {
      case "flag", "environment" -> setting.source();
      default -> "default";
    };
  }

  private TableColumn<SettingView, String> column(String key, double width, Function<SettingView, String> words) {
    TableColumn<SettingView, String> column = new TableColumn<>(texts.of("settings.in-force.column." + key));
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(VisibleText.line(words.apply(row.getValue()))));
    column.setPrefWidth(width);
    return column;
  }
}
