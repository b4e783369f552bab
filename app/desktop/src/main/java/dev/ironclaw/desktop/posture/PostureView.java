package dev.ironclaw.desktop.posture;

import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Banner;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Tabs;
import dev.ironclaw.desktop.shell.Texts;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;

/// Posture in the navigation: what runs the boxes, the boxes, the test.
public final class PostureView extends BorderPane {
  private PostureView(Tabs tabs, Texts texts) {
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.posture"));
    title.getStyleClass().add("title-2");
    setTop(title);
    setCenter(tabs);
  }

  /// The screen; its number stays away, the banner says what is wrong.
  public static Screen screen(Texts texts) {
    return new Screen("posture", "mdi2s-shield-half-full", new ReadOnlyIntegerWrapper(),
        backend -> open(backend, texts));
  }

  /// What is said above every screen while boxes are isolated worse than they could be.
  ///
  /// @param model started and stopped with the window
  public static Banner banner(RuntimeViewModel model, Navigation navigation, Texts texts) {
    Banner banner = new Banner("mdi2s-shield-alert-outline", model.said(), texts.of("posture.banner.link"),
        () -> navigation.go("posture"));
    banner.setId("isolation-banner");
    return banner;
  }

  private static Screen.Opened open(Backend backend, Texts texts) {
    RuntimeViewModel runtime = new RuntimeViewModel(backend, texts);
    BoxesViewModel boxes = new BoxesViewModel(backend, texts);
    SelftestViewModel selftest = new SelftestViewModel(backend, texts);
    Tabs tabs = new Tabs();
    tabs.add("runtime", texts.of("posture.tab.runtime"), runtime, new RuntimePane(runtime, texts, () -> {
      tabs.getSelectionModel().selectLast();
      selftest.run();
    }));
    tabs.add("boxes", texts.of("posture.tab.boxes"), boxes, new BoxesPane(boxes, texts));
    tabs.add("test", texts.of("posture.tab.test"), selftest, new SelftestPane(selftest, texts));
    return new Screen.Opened(tabs, new PostureView(tabs, texts));
  }
}
