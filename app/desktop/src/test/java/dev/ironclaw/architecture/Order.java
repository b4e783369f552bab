package dev.ironclaw.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/// Packages depend one way.
record Order(String root) {

  ArchRule controlPlanePackagesHaveNoCycle() {
    return slices().matching(root + ".controlplane.(*)..").should().beFreeOfCycles();
  }

  ArchRule sandboxPackagesHaveNoCycle() {
    return slices().matching(root + ".sandbox.(*)..").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /// The root package composes; whoever is composed never calls back up.
  ArchRule nobodyCallsTheRootPackage() {
    return noClasses().that().resideInAPackage(root + ".controlplane.*..").should().dependOnClassesThat()
        .resideInAPackage(root + ".controlplane");
  }
}
