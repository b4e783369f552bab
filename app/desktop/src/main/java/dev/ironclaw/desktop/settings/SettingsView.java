package dev.ironclaw.desktop.settings;

import dev.ironclaw.desktop.preference.LoginStart;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.provider.ProvidersPane;
import dev.ironclaw.desktop.provider.ProvidersViewModel;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.QuestionPane;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Tabs;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import dev.ironclaw.desktop.vault.VaultPane;
import dev.ironclaw.desktop.vault.VaultViewModel;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;

/// Settings in the navigation.
public final class SettingsView extends BorderPane {
  private SettingsView(Tabs tabs, Questions questions, Texts texts) {
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.settings"));
    title.getStyleClass().add("title-2");
    setTop(title);
    setCenter(new QuestionPane(questions, texts, tabs));
  }

  /// What is of this machine.
  ///
  /// @param loginStart empty where nobody knows how the app would be started
  /// @param isolation what was said of that at this start; empty where the app starts no control plane of its own
  public record Machine(PreferenceStore preferences, Optional<LoginStart> loginStart,
      DiagnosticsViewModel.Sources diagnostics, Optional<IsolationViewModel.Given> isolation) {}

  /// The screen.
  ///
  /// @param browse opens an address of the web
  public static Screen screen(Machine machine, Navigation navigation, Texts texts, Consumer<String> browse) {
    return new Screen("settings", "mdi2c-cog-outline", new ReadOnlyIntegerWrapper(),
        backend -> open(backend, machine, navigation, texts, browse));
  }

  private static Screen.Opened open(Backend backend, Machine machine, Navigation navigation, Texts texts,
      Consumer<String> browse) {
    Questions questions = new Questions();
    Tabs tabs = new Tabs();
    GeneralViewModel general = new GeneralViewModel(backend, machine.preferences(), machine.loginStart());
    tabs.add("general", texts.of("settings.tab.general"), general, new GeneralPane(general,
        machine.isolation().map(given -> new IsolationViewModel(machine.preferences(), given, questions, texts)),
        texts));
    StepUpViewModel stepUp = new StepUpViewModel(backend, texts);
    PolicyViewModel policy = new PolicyViewModel(backend);
    MasterKeyViewModel key = new MasterKeyViewModel(backend, questions, texts);
    tabs.add("security", texts.of("settings.tab.security"), ViewModel.of(stepUp, policy, key),
        new SecurityPane(stepUp, policy, key, texts));
    ProvidersViewModel providers = new ProvidersViewModel(backend, questions, texts, _ -> {});
    tabs.add("models", texts.of("settings.tab.models"), providers,
        new ProvidersPane(providers, browse, texts));
    VaultViewModel vault = new VaultViewModel(backend, questions, navigation, texts);
    tabs.add("vault", texts.of("settings.tab.vault"), vault, new VaultPane(vault, texts));
    TokensViewModel tokens = new TokensViewModel(backend, questions, texts);
    tabs.add("tokens", texts.of("settings.tab.tokens"), tokens, new TokensPane(tokens, texts));
    RetiredViewModel retired = new RetiredViewModel(backend, questions, texts);
    BackupViewModel backup = new BackupViewModel(backend, texts);
    tabs.add("data", texts.of("settings.tab.data"), ViewModel.of(retired, backup),
        new DataPane(retired, backup, texts));
    InForceViewModel inForce = new InForceViewModel(backend);
    tabs.add("in-force", texts.of("settings.tab.in-force"), inForce, new InForcePane(inForce, navigation, texts));
    DiagnosticsViewModel diagnostics = new DiagnosticsViewModel(backend, machine.diagnostics(), texts);
    tabs.add("diagnostics", texts.of("settings.tab.diagnostics"), diagnostics,
        new DiagnosticsPane(diagnostics, texts));
    return new Screen.Opened(new Front(tabs, questions), new SettingsView(tabs, questions, texts));
  }

  /// Nobody answers a question on a screen that was left.
  private record Front(Tabs tabs, Questions questions) implements ViewModel {
    @Override
    public void start() {
      tabs.start();
    }

    @Override
    public boolean isUnsaved() {
      return tabs.isUnsaved();
    }

    @Override
    public boolean isShownOnce() {
      return tabs.isShownOnce();
    }

    @Override
    public void stop() {
      questions.decline();
      tabs.stop();
    }
  }
}
