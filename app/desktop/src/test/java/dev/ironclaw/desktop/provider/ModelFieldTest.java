package dev.ironclaw.desktop.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class ModelFieldTest {
  private final StringProperty typed = new SimpleStringProperty("");
  private final ObservableList<String> offered = FXCollections.observableArrayList();

  private ModelField shown() {
    ModelField field = new ModelField("model", typed, offered, () -> {}, Desk.TEXTS);
    new Scene(new VBox(field));
    field.applyCss();
    return field;
  }

  @Test
  void whatWasTypedStaysWhenOffersComeAndGo() throws Exception {
    List<String> seen = Fx.on(() -> {
      ModelField field = shown();
      typed.set("my-own");
      offered.setAll("one", "two");
      String before = typed.get();
      field.setValue("two");
      field.getEditor().appendText("x");
      field.getEditor().deletePreviousChar();
      String chosen = typed.get();
      offered.setAll("three");
      String kept = typed.get();
      offered.clear();
      return List.of(before, chosen, kept, typed.get(), field.getEditor().getText());
    });
    assertThat(seen).containsExactly("my-own", "two", "two", "two", "two");
  }

  @Test
  void anotherModelThatIsSetFromOutsideIsShown() throws Exception {
    String shown = Fx.on(() -> {
      ModelField field = shown();
      offered.setAll("one", "two");
      field.setValue("one");
      typed.set("two");
      return field.getEditor().getText() + " " + typed.get();
    });
    assertThat(shown).isEqualTo("two two");
  }
}
