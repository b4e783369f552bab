package dev.ironclaw.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Names that say nothing, in the classes below a root package.
record Names(String root) {
  private static final Pattern EMPTY_WORD = Pattern
      .compile("(^|.*[a-z0-9])(Manager|Helper|Utils?|Impl|Service|Common|Base|Abstract|Misc)([A-Z].*|$)");
  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");

  /// Classes whose name holds a word that fits everything.
  List<String> emptyWords(JavaClasses classes) {
    return ours(classes).filter(type -> EMPTY_WORD.matcher(type.getSimpleName()).matches()).map(JavaClass::getName)
        .toList();
  }

  /// Methods with a `get` prefix that no type outside the house asked for.
  List<String> getters(JavaClasses classes) {
    return ours(classes).flatMap(type -> type.getMethods().stream())
        .filter(method -> GETTER.matcher(method.getName()).matches())
        .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC)).filter(method -> !inherited(method))
        .map(JavaMethod::getFullName).toList();
  }

  private Stream<JavaClass> ours(JavaClasses classes) {
    return classes.stream().filter(type -> type.getPackageName().startsWith(root));
  }

  private static boolean inherited(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .anyMatch(parent -> !parent.getPackageName().startsWith("dev.ironclaw")
            && parent.getMethods().stream().anyMatch(other -> other.getName().equals(method.getName())));
  }
}
