package dev.ironclaw.desktop.provider;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.contract.api.ProviderView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a provider stands, in words.
final class ProviderWords {
  private static final int MOST_MODELS = 40;
  private final Texts texts;

  ProviderWords(Texts texts) {
    this.texts = texts;
  }

  /// How well it stands.
  enum Level {
    GOOD("mdi2c-check-circle-outline", "good"), PAUSED("mdi2p-pause-circle-outline", "weak"), NONE(
        "mdi2c-circle-outline", "none");

    final String icon;
    final String style;

    Level(String icon, String style) {
      this.icon = icon;
      this.style = style;
    }
  }

  static Level level(ProviderView view) {
    return !view.ready() ? Level.NONE : pauseOfAll(view).isPresent() ? Level.PAUSED : Level.GOOD;
  }

  private static Optional<ProviderView.Pause> pauseOfAll(ProviderView view) {
    return view.pauses().stream().filter(pause -> pause.agentGroupId().isEmpty()).findFirst();
  }

  /// In a few words, for a list.
  String brief(ProviderView view) {
    if (!view.ready()) {
      return texts.of("providers.none");
    }
    if (pauseOfAll(view).isPresent()) {
      return texts.of("providers.paused");
    }
    return view.keyHint().map(hint -> texts.of("providers.ready.key", VisibleText.line(hint)))
        .orElse(texts.of("providers.ready"));
  }

  /// The key, never more of it than the control plane says.
  String key(ProviderView view) {
    String hint = view.keyHint().map(VisibleText::line).orElse("");
    return switch (view.keyFrom()) {
      case "stored" -> hint.isEmpty()
          ? texts.of("providers.key.stored")
          : texts.of("providers.key.stored.hint", hint);
      case "environment" -> hint.isEmpty()
          ? texts.of("providers.key.environment")
          : texts.of("providers.key.environment.hint", hint);
      default -> texts.of(view.keyNeeded() ? "providers.key.missing" : "providers.key.needless");
    };
  }

  /// What typing one does.
  String keyHint(ProviderView view) {
    return switch (view.keyFrom()) {
      case "environment" -> texts.of("providers.key.hint.environment", String.join(", ", view.keyNames()));
      case "stored" -> texts.of("providers.key.hint.again");
      default -> texts.of("providers.key.hint");
    };
  }

  /// Where no call is tried now, or empty.
  String pauses(ProviderView view, Instant now) {
    return view.pauses().stream().map(pause -> {
      String left = Moments.left(Instant.parse(pause.until()), now, texts);
      return pause.agentGroupId().map(agent -> texts.of("providers.pause.one", VisibleText.line(agent), left))
          .orElse(texts.of("providers.pause.all", left));
    }).collect(Collectors.joining("\n"));
  }

  String uses(Provider one) {
    return one.uses().isEmpty()
        ? texts.of("providers.uses.none")
        : one.uses().stream().map(use -> texts.of(use.standsIn() ? "providers.use.fallback" : "providers.use",
            VisibleText.line(use.agent()), VisibleText.line(use.model()))).collect(Collectors.joining("\n"));
  }

  String test(ProviderView view, ProviderTestView result) {
    String where = VisibleText.line(view.address().orElse(view.title()));
    return switch (result.outcome()) {
      case "ok" -> texts.of(view.keyFrom().equals("none") ? "providers.test.ok" : "providers.test.ok.key", where,
          result.milliseconds());
      case "key-refused" -> texts.of(view.keyFrom().equals("environment")
          ? "providers.test.refused.environment"
          : "providers.test.refused", where, String.valueOf(result.status()));
      case "unreached" -> texts.of(view.settings().stream().anyMatch(setting -> setting.name().equals("endpoint"))
          ? "providers.test.unreached"
          : "providers.test.unreached.company", where);
      case "untrusted" -> texts.of("providers.test.untrusted", where);
      case "failed" -> texts.of("providers.test.failed", where, String.valueOf(result.status()));
      case "untested" -> texts.of("providers.test.untested");
      default -> VisibleText.line(result.detail());
    };
  }

  /// Those that it says it has, as many as are read at a glance.
  String models(ProviderTestView result) {
    String first = result.models().stream().limit(MOST_MODELS).map(VisibleText::line)
        .collect(Collectors.joining(", "));
    int more = result.models().size() - MOST_MODELS;
    return more > 0 ? texts.of("providers.models.more", first, more) : first;
  }

  String setting(String name) {
    return switch (name) {
      case "endpoint", "location", "model", "project", "region", "version" -> texts.of("providers.setting." + name);
      default -> VisibleText.line(name);
    };
  }

  /// What holds where nothing is typed.
  String prompt(ProviderView.Setting setting) {
    String value = setting.value().map(VisibleText::line).orElse("");
    return switch (setting.from()) {
      case "environment" -> texts.of("providers.setting.environment", value);
      case "standard" -> texts.of("providers.setting.standard", value);
      default -> setting.name().equals("endpoint") ? texts.of("providers.setting.endpoint.prompt") : "";
    };
  }
}
