package dev.ironclaw.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/// Which module may see which. The root package is a parameter, so that each rule can be shown biting on a house built
/// wrong. Modules without a class yet pass: [ModuleWallsTest] says which must have some.
record Walls(String root) {

  ArchRule contractDependsOnJavaAlone() {
    return mayOnlySee("contract", "java..");
  }

  ArchRule sandboxSeesContractOnly() {
    return mayOnlySee("sandbox", "java..", root + ".contract", root + ".contract.box..", root + ".contract.job..",
        "tools.jackson.core..",
        "org.jspecify..");
  }

  ArchRule clientSeesContractOnly() {
    return mayOnlySee("client", "java..", "javax.net..", root + ".contract..", "tools.jackson..",
        "com.fasterxml.jackson.annotation..", "org.apache.hc..", "com.github.difflib..", "org.jspecify..");
  }

  ArchRule ironctlSeesClientAndContract() {
    return mayOnlySee("ironctl", "java..", root + ".contract..", root + ".client..", "picocli..", "com.google.zxing..",
        "org.jline..", "tools.jackson..",
        "com.fasterxml.jackson.annotation..", "org.jspecify..");
  }

  ArchRule desktopSeesClient() {
    return mayOnlySee("desktop", "java..", "javafx..", root + ".contract..", root + ".client..", root + ".controlplane",
        "atlantafx..", "org.kordamp.ikonli..", "org.commonmark..", "picocli..", "org.freedesktop.dbus..",
        "org.jspecify..", "org.slf4j..", "ch.qos.logback..", "com.google.zxing..", "oshi..");
  }

  ArchRule onlyTheEmbeddingNamesTheControlPlane() {
    return noClasses().that().resideInAPackage(root + ".desktop..")
        .and(not(resideInAnyPackage(root + ".desktop.demo"))).and(not(named(root + ".desktop.EmbeddedControlPlane")))
        .should().dependOnClassesThat().resideInAPackage(root + ".controlplane..").allowEmptyShould(true);
  }

  ArchRule controlPlaneSeesNoFaceAndNoBox() {
    return noClasses().that().resideInAPackage(root + ".controlplane..").should().dependOnClassesThat()
        .resideInAnyPackage(root + ".client..", root + ".ironctl..", root + ".desktop..", root + ".sandbox..")
        .allowEmptyShould(true);
  }

  ArchRule ourJacksonIsThree() {
    return noClasses().that().resideInAPackage(root + "..").should().dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..");
  }

  /// Whoever speaks to an engine does it in this house's words, hardened in one place.
  ArchRule onlyTheEngineNamesDockerJava() {
    return noClasses().that().resideInAPackage(root + "..")
        .and(not(resideInAnyPackage(root + ".controlplane.engine"))).should().dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..");
  }

  private ArchRule mayOnlySee(String module, String... allowed) {
    String[] all = new String[allowed.length + 1];
    System.arraycopy(allowed, 0, all, 0, allowed.length);
    all[allowed.length] = root + "." + module + "..";
    return classes().that().resideInAPackage(root + "." + module + "..").should().onlyDependOnClassesThat()
        .resideInAnyPackage(all).allowEmptyShould(true);
  }

  /// A top-level class and all that is nested in it.
  static DescribedPredicate<JavaClass> named(String... names) {
    return DescribedPredicate.describe("are " + String.join(", ", names), type -> {
      for (String name : names) {
        if (type.getName().equals(name) || type.getName().startsWith(name + "$")) {
          return true;
        }
      }
      return false;
    });
  }
}
