package dev.ironclaw.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A flow document: numbered lines that each begin with a class in backticks (a method may follow a dot), in the order
/// in which a value passes them. A line that begins with `‖` is a border between processes: across it nothing is checked.
record Flow(List<Optional<String>> steps) {
  private static final Pattern STEP = Pattern.compile("^\\d+\\. `([A-Z]\\w*)[^`]*`.*");

  static Flow parse(String text) {
    List<Optional<String>> steps = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher step = STEP.matcher(line);
      if (step.matches()) {
        steps.add(Optional.of(step.group(1)));
      } else if (line.startsWith("‖") || line.startsWith("#")) {
        steps.add(Optional.empty());
      }
    }
    return new Flow(steps);
  }

  List<String> names() {
    return steps.stream().flatMap(Optional::stream).toList();
  }

  /// What the document says that the classes don't: a class that is gone, or neighbours that don't know each other,
  /// neither directly nor through a type that one of them implements.
  List<String> untrue(JavaClasses classes) {
    List<String> found = new ArrayList<>();
    for (String name : names()) {
      if (called(classes, name).isEmpty()) {
        found.add(name + ": no such class");
      }
    }
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i - 1).isPresent() && steps.get(i).isPresent()) {
        String first = steps.get(i - 1).orElseThrow();
        String second = steps.get(i).orElseThrow();
        if (!know(classes, first, second)) {
          found.add(first + " → " + second + ": neither knows the other");
        }
      }
    }
    return found;
  }

  private static boolean know(JavaClasses classes, String first, String second) {
    Set<JavaClass> one = called(classes, first);
    Set<JavaClass> other = called(classes, second);
    return reaches(classes, one, other) || reaches(classes, other, one);
  }

  private static boolean reaches(JavaClasses classes, Set<JavaClass> from, Set<JavaClass> to) {
    Set<String> targets = to.stream().flatMap(Flow::withParents).map(JavaClass::getName).collect(Collectors.toSet());
    return from.stream().flatMap(type -> withNested(classes, type))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .anyMatch(dependency -> targets.contains(outer(dependency.getTargetClass().getName())));
  }

  private static Stream<JavaClass> withParents(JavaClass type) {
    return Stream.concat(Stream.of(type), Stream
        .concat(type.getAllRawInterfaces().stream(), type.getAllRawSuperclasses().stream())
        .filter(parent -> parent.getPackageName().startsWith("dev.ironclaw")));
  }

  private static Stream<JavaClass> withNested(JavaClasses classes, JavaClass type) {
    return classes.stream().filter(other -> outer(other.getName()).equals(type.getName()));
  }

  private static Set<JavaClass> called(JavaClasses classes, String simpleName) {
    return classes.stream()
        .filter(type -> type.getSimpleName().equals(simpleName) && !type.getName().contains("$"))
        .collect(Collectors.toSet());
  }

  private static String outer(String name) {
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
