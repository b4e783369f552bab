package dev.ironclaw.desktop.audit;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextInputDialog;
import javafx.scene.layout.Region;

/// Named searches to choose from, and to name the present one.
final class SearchesMenu extends MenuButton {
  private final SearchesModel model;
  private final ObjectProperty<AuditFilter> filter;
  private final Texts texts;

  SearchesMenu(SearchesModel model, ObjectProperty<AuditFilter> filter, Texts texts) {
    super(texts.of("audit.searches"));
    this.model = model;
    this.filter = filter;
    this.texts = texts;
    setId("audit-searches");
    setMinWidth(Region.USE_PREF_SIZE);
    model.searches().subscribe(this::fill);
    filter.subscribe(this::fill);
    fill();
  }

  private void fill() {
    List<MenuItem> items = new ArrayList<>();
    Menu delete = new Menu(texts.of("audit.searches.delete"));
    for (SavedSearch search : model.searches()) {
      items.add(item(VisibleText.line(search.name()), () -> filter.set(search.filter())));
      delete.getItems().add(item(VisibleText.line(search.name()), () -> model.delete(search)));
    }
    if (!items.isEmpty()) {
      items.add(new SeparatorMenuItem());
    }
    MenuItem save = item(texts.of("audit.searches.save"), this::save);
    save.setDisable(filter.get().isAll());
    items.add(save);
    if (!model.searches().isEmpty()) {
      items.add(delete);
    }
    getItems().setAll(items);
  }

  private void save() {
    TextInputDialog ask = new TextInputDialog();
    ask.initOwner(getScene().getWindow());
    ask.setTitle(texts.of("audit.searches.save"));
    ask.setHeaderText(texts.of("audit.searches.name"));
    ask.setGraphic(null);
    ask.showAndWait().ifPresent(name -> model.save(name, filter.get()));
  }

  private static MenuItem item(String words, Runnable work) {
    MenuItem item = new MenuItem(words);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> work.run());
    return item;
  }
}
