package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.NewAgent;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.AgentPutBody.PersonaBody;
import dev.ironclaw.contract.api.AgentView.PersonaView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.contract.api.ToolView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A new agent, asked step by step. It only gathers: what it gathered is shown as a card afterwards, like any change.
final class AgentForm {
  private static final int STEPS = 5;

  private final Console console;
  private final ControlPlaneClient client;
  private final List<TemplateView> templates;
  private final List<ModelChoiceView> models;
  private final List<ToolView> tools;
  private TemplateView template;
  private String name = "";
  private PersonaView persona;
  private ModelChoiceView model;
  private final TreeSet<String> chosen = new TreeSet<>();

  AgentForm(Console console, ControlPlaneClient client) {
    this.console = console;
    this.client = client;
    this.templates = client.templates();
    this.models = client.models();
    this.tools = client.tools().stream().filter(ToolView::available).toList();
    this.template = templates.stream().filter(known -> known.id().equals("assistant")).findFirst()
        .orElse(templates.getFirst());
    this.persona = template.personaDocs();
    this.chosen.addAll(template.tools());
    this.model = models.stream().filter(known -> known.model().isPresent()).findFirst().or(() -> models.stream()
        .findFirst()).orElseThrow(() -> new CommandFailure(ExitCode.FAILED,
            "this control plane has no model upstream: set one up first"));
  }

  /// Asks until everything is known.
  ///
  /// @return the payload of `create_agent`
  Map<String, Object> fill() {
    say("A new agent. Return takes what stands in [ ], b goes back, q leaves.");
    say("Nothing is made before you have seen its card and said yes.");
    for (int step = 1; step <= STEPS;) {
      Move move = switch (step) {
        case 1 -> template();
        case 2 -> name();
        case 3 -> persona();
        case 4 -> model();
        default -> tools();
      };
      step = switch (move) {
        case NEXT -> step + 1;
        case AGAIN -> step;
        case BACK -> Math.max(1, step - 1);
      };
    }
    say("");
    return new NewAgent(Optional.empty(),
        AgentPutBody.of(Optional.of(name), Optional.of(model.provider()), model.model(),
            Optional.of(new PersonaBody(Optional.of(persona.identity()), Optional.of(persona.soul()),
                Optional.of(persona.instructions()))),
            Optional.of(List.copyOf(chosen))))
        .payload();
  }

  private enum Move {
    NEXT, AGAIN, BACK
  }

  private Move template() {
    heading(1, "What does it start from?");
    for (int i = 0; i < templates.size(); i++) {
      TemplateView known = templates.get(i);
      say(QuotedText.hanging("  " + (i + 1) + "  " + padded(known.id(), 11), known.description()));
    }
    String answer = ask("Which one?", template.id());
    if (answer.equals("b")) {
      return Move.BACK;
    }
    Optional<TemplateView> picked = answer.isEmpty()
        ? Optional.of(template)
        : pick(answer, templates, TemplateView::id);
    picked.filter(other -> !other.equals(template)).ifPresent(this::start);
    return picked.isPresent() ? Move.NEXT : unknown(answer);
  }

  private void start(TemplateView other) {
    template = other;
    persona = other.personaDocs();
    chosen.clear();
    chosen.addAll(other.tools());
  }

  private Move name() {
    heading(2, "What is it called?");
    String answer = ask("Name?", name);
    if (answer.equals("b")) {
      return Move.BACK;
    }
    String wanted = answer.isEmpty() ? name : answer;
    if (wanted.isEmpty()) {
      say("  A name is needed, for example Helper.");
      return Move.AGAIN;
    }
    Optional<String> objection = objection(wanted);
    objection.ifPresentOrElse(why -> say(QuotedText.hanging("  ", why)), () -> name = wanted);
    return objection.isPresent() ? Move.AGAIN : Move.NEXT;
  }

  /// The control plane knows which names are taken, and makes the id.
  private Optional<String> objection(String wanted) {
    NewAgent trial = new NewAgent(Optional.empty(), AgentPutBody.of(Optional.of(wanted),
        Optional.of(model.provider()), model.model().or(() -> Optional.of("a-model")), Optional.empty(),
        Optional.empty()));
    try {
      ChangeView shown = client.preview(trial.request(Optional.empty()));
      if (shown.state().equals("rejected")) {
        return shown.decision().flatMap(DecisionView::reason).or(() -> Optional.of("that name can't be taken"));
      }
      say("  Its id will be " + shown.agentGroupId() + ".");
      return Optional.empty();
    } catch (ApiException refused) {
      if (refused.kind() != ApiException.Kind.REFUSED) {
        throw refused;
      }
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  private Move persona() {
    heading(3, "Who is it, and what does it do?");
    PersonaCommand.print(this::say, persona);
    say("  k keeps this; i, s or t opens identity, soul or instructions (its task) in");
    say("  your editor; n empties all three; a line of text is taken as instructions.");
    String answer = ask("Persona?", "k");
    return switch (answer) {
      case "b" -> Move.BACK;
      case "", "k" -> Move.NEXT;
      case "n" -> change(new PersonaView("", "", ""));
      case "i" -> change(new PersonaView(edited("IDENTITY.md", persona.identity()), persona.soul(),
          persona.instructions()));
      case "s" -> change(new PersonaView(persona.identity(), edited("SOUL.md", persona.soul()),
          persona.instructions()));
      case "t" -> change(new PersonaView(persona.identity(), persona.soul(),
          edited("AGENTS.md", persona.instructions())));
      default -> answer.length() < 3
          ? unknown(answer)
          : change(new PersonaView(persona.identity(), persona.soul(), answer));
    };
  }

  private Move change(PersonaView other) {
    persona = other;
    return Move.AGAIN;
  }

  private String edited(String file, String present) {
    try {
      return Editor.edit(console.surroundings(), file, present);
    } catch (CommandFailure failure) {
      say(QuotedText.hanging("  ", String.valueOf(failure.getMessage())));
      return present;
    }
  }

  private Move model() {
    heading(4, "Which model answers for it? What is said to the agent goes there.");
    for (int i = 0; i < models.size(); i++) {
      say("  " + (i + 1) + "  " + words(models.get(i)));
    }
    String answer = ask("Which one? (a number, or upstream/model)", words(model));
    if (answer.equals("b")) {
      return Move.BACK;
    }
    Optional<ModelChoiceView> picked = answer.isEmpty() ? Optional.of(model) : model(answer);
    picked.ifPresent(other -> model = other);
    if (picked.isEmpty()) {
      return unknown(answer);
    }
    if (model.model().isEmpty()) {
      say("  Which model of " + model.provider() + "? Write " + model.provider() + "/MODEL.");
      return Move.AGAIN;
    }
    return Move.NEXT;
  }

  private Optional<ModelChoiceView> model(String answer) {
    int slash = answer.indexOf('/');
    return slash < 1 || slash == answer.length() - 1
        ? pick(answer, models, ModelChoiceView::provider)
        : models.stream().filter(known -> known.provider().equals(answer.substring(0, slash))).findFirst()
            .map(known -> new ModelChoiceView(known.provider(), Optional.of(answer.substring(slash + 1))));
  }

  private static String words(ModelChoiceView choice) {
    return choice.provider() + choice.model().map(name -> "/" + name).orElse("");
  }

  private Move tools() {
    heading(5, "What may it use?");
    for (int i = 0; i < tools.size(); i++) {
      ToolView tool = tools.get(i);
      say("  " + (i + 1) + " [" + (chosen.contains(tool.name()) ? "x" : " ") + "] " + padded(tool.name(), 26)
          + tool.risk());
      say(QuotedText.hanging("        lets out: ", tool.letsOut()));
    }
    if (!template.laterTools().isEmpty()) {
      say(QuotedText.hanging("  not available yet: ", String.join(", ", template.laterTools())));
    }
    String answer = ask("Numbers turn one on or off, a takes all, n none; Return goes on.", "");
    switch (answer) {
      case "b" -> {
        return Move.BACK;
      }
      case "" -> {
        return Move.NEXT;
      }
      case "a" -> tools.forEach(tool -> chosen.add(tool.name()));
      case "n" -> chosen.clear();
      default -> {
        List<String> wanted = new ArrayList<>();
        for (String word : answer.split("[ ,]+")) {
          pick(word, tools, ToolView::name).map(ToolView::name).ifPresentOrElse(wanted::add, () -> unknown(word));
        }
        wanted.stream().filter(tool -> !chosen.remove(tool)).forEach(chosen::add);
      }
    }
    return Move.AGAIN;
  }

  /// By its number or its name.
  private static <T> Optional<T> pick(String answer, List<T> items, Function<T, String> name) {
    return IntStream.range(0, items.size())
        .filter(i -> answer.equals(Integer.toString(i + 1)) || answer.equalsIgnoreCase(name.apply(items.get(i))))
        .mapToObj(items::get).findFirst();
  }

  private Move unknown(String answer) {
    say("  There is no \"" + answer + "\" here.");
    return Move.AGAIN;
  }

  private void heading(int step, String question) {
    say("");
    say(step + "/" + STEPS + "  " + question);
  }

  private String ask(String question, String standard) {
    console.output().ask(question + (standard.isEmpty() ? " " : " [" + standard + "] "));
    String answer = console.surroundings().readLine().map(String::strip).orElse("q");
    if (answer.equals("q")) {
      throw new CommandFailure(ExitCode.FAILED, "left; nothing was asked for");
    }
    return answer.equals("B") ? "b" : answer;
  }

  private void say(String line) {
    console.output().note(line);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
