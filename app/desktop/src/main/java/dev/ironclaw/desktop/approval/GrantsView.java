package dev.ironclaw.desktop.approval;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.SureButton;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/// What agents hold, a row each, with a button that takes it away once it was pressed twice.
final class GrantsView extends BorderPane {
  private final GrantsViewModel model;
  private final Texts texts;

  GrantsView(GrantsViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    setCenter(new StatePane(texts, "approvals.grants", model.state(), table(), model::load));
    setBottom(new NoteLine(model.note()));
  }

  private TableView<GrantView> table() {
    TableView<GrantView> table = new TableView<>(model.held());
    table.setId("grants-table");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.getColumns().add(column("agent", 130, model::whose));
    table.getColumns().add(column("what", 230, grant -> grant.type() + " " + VisibleText.line(grant.key())));
    table.getColumns().add(column("limits", 190, GrantView::scope));
    table.getColumns().add(column("used", 170, this::used));
    table.getColumns().add(column("since", 110, grant -> ago(grant.grantedAt())));
    table.getColumns().add(revoking());
    return table;
  }

  private String used(GrantView grant) {
    if (grant.unused()) {
      return texts.of("approvals.grants.unused");
    }
    return grant.lastUsedAt().map(at -> texts.of("approvals.grants.times", grant.uses(), ago(at)))
        .orElse(texts.of("approvals.grants.never"));
  }

  private String ago(String at) {
    return Moments.ago(Instant.parse(at), model.clock().instant(), texts);
  }

  private TableColumn<GrantView, String> column(String key, double width, Function<GrantView, String> words) {
    TableColumn<GrantView, String> column = new TableColumn<>(texts.of("approvals.grants.column." + key));
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(words.apply(row.getValue())));
    column.setPrefWidth(width);
    return column;
  }

  private TableColumn<GrantView, GrantView> revoking() {
    TableColumn<GrantView, GrantView> column = new TableColumn<>("");
    column.setCellValueFactory(row -> new javafx.beans.property.ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ -> new RevokeCell());
    column.setSortable(false);
    column.setPrefWidth(170);
    return column;
  }

  private final class RevokeCell extends TableCell<GrantView, GrantView> {
    private final SureButton button = new SureButton(texts.of("approvals.grants.revoke"),
        texts.of("approvals.grants.sure"), () -> model.revoke(getItem()));

    RevokeCell() {
      button.getStyleClass().add("small");
    }

    @Override
    protected void updateItem(@Nullable GrantView grant, boolean empty) {
      super.updateItem(grant, empty);
      button.calm();
      setGraphic(empty ? null : button);
    }
  }
}
