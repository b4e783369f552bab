package dev.ironclaw.desktop.provider;

import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;

/// All providers at the left, one of them beside.
public final class ProvidersPane extends BorderPane {
  private static final double LIST = 0.3;

  private final ProvidersViewModel model;
  private final Consumer<String> browse;
  private final Texts texts;
  private final BorderPane page = new BorderPane();
  /// Each with what was typed there, its place in it too.
  private final Map<String, ProviderPage> pages = new HashMap<>();

  /// @param browse opens an address of the web
  public ProvidersPane(ProvidersViewModel model, Consumer<String> browse, Texts texts) {
    this.model = model;
    this.browse = browse;
    this.texts = texts;
    page.getStyleClass().add("provider-page");
    SplitPane both = new SplitPane(list(), page);
    both.setDividerPositions(LIST);
    both.getStyleClass().add("providers");
    SplitPane.setResizableWithParent(both.getItems().getFirst(), false);
    setCenter(new StatePane(texts, "providers", model.state(), both, model::load));
    NoteLine note = new NoteLine(model.note());
    note.setId("providers-note");
    setBottom(note);
    model.chosen().subscribe(this::show);
  }

  private ListView<Provider> list() {
    ListView<Provider> list = new ListView<>(model.providers());
    list.setId("providers-list");
    list.setAccessibleText(texts.of("providers.title"));
    ProviderWords words = new ProviderWords(texts);
    list.setCellFactory(_ -> new ProviderCell(words));
    list.getSelectionModel().selectedItemProperty().subscribe(marked -> {
      // A list that is filled anew marks nothing for a moment.
      if (marked != null && !isChosen(marked)) {
        model.choose(marked);
      }
    });
    model.chosen().subscribe(_ -> mark(list));
    model.providers().addListener((ListChangeListener<Provider>) _ -> mark(list));
    return list;
  }

  private boolean isChosen(Provider one) {
    return model.chosen().get().filter(form -> form.name().equals(one.name())).isPresent();
  }

  private void mark(ListView<Provider> list) {
    model.providers().stream().filter(this::isChosen).findFirst().ifPresent(list.getSelectionModel()::select);
  }

  private void show(Optional<ProviderForm> form) {
    page.setCenter(form.<Node>map(shown -> pages.computeIfAbsent(shown.name(),
        _ -> new ProviderPage(model, shown, browse, texts))).orElse(null));
  }
}
