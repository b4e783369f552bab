package dev.ironclaw.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;

/// One door each: who may start a process, speak SQL, read the environment, write to the terminal. The probes of
/// `sandbox.probe` are exempt where trying a forbidden thing is what they are for.
record Doors(String root) {

  ArchRule processesStartInOnePlace() {
    return ours().and(not(resideInAPackage(root + ".sandbox.probe"))) //
        .and(not(Walls.named(root + ".controlplane.isolation.ProcessRunner", root + ".ironctl.ControlPlaneProgram",
            root + ".ironctl.Editor", root + ".desktop.preference.RegCommand",
            root + ".desktop.wsl.WslProgram", root + ".sandbox.worker.Children"))) //
        .should().callCodeUnitWhere(calls("start a process", "java.lang.ProcessBuilder", "<init>", "start",
            "startPipeline")) //
        .orShould().callCodeUnitWhere(calls("start a process", "java.lang.Runtime", "exec"));
  }

  /// Whatever writes the registry takes a connection: the gateway has a decision for it, grants end what one gave. A route
  /// makes a place at most, which gives nobody anything; what retired agents left is erased, which takes power from nobody and
  /// gives none. A schedule is paused or ended by whoever may stop it, and when no time of it comes any more.
  ArchRule theRegistryIsWrittenThroughTheGateway() {
    return ours().and(not(resideInAnyPackage(root + ".controlplane.registry", root + ".controlplane.gateway",
        root + ".controlplane.grant"))).should()
        .callCodeUnitWhere(DescribedPredicate.describe("write the registry", call -> {
          CodeUnitCallTarget target = call.getTarget();
          boolean makesAPlace = call.getOriginOwner().getName().equals(root + ".controlplane.api.PlaceRoutes")
              && target.getName().equals("resolveMessagingGroup");
          boolean erasesTheRetired = call.getOriginOwner().getName().equals(root + ".controlplane.session.RetiredFiles")
              && Set.of("beginErasing", "erased").contains(target.getName());
          boolean stopsASchedule = Set.of(root + ".controlplane.schedule.Scheduler",
              root + ".controlplane.schedule.Schedules").contains(call.getOriginOwner().getName())
              && Set.of("putSchedule", "version", "snapshot").contains(target.getName());
          return target.getOwner().getName().equals(root + ".controlplane.registry.Registry") && !makesAPlace
              && !erasesTheRetired && !stopsASchedule
              && target.getRawParameterTypes().stream().anyMatch(type -> type.getName().equals("java.sql.Connection"));
        }));
  }

  /// Connections may be handed on within a transaction; statements and rows stay with whoever owns the table.
  ArchRule sqlIsSpokenByStores() {
    DescribedPredicate<JavaClass> owners = resideInAnyPackage(root + ".controlplane.store",
        root + ".controlplane.registry", root + ".controlplane.queue", root + ".controlplane.audit")
        .or(outerNameEndsWith("Store", "Queue"));
    return ours().and(not(owners)).should().dependOnClassesThat(DescribedPredicate.describe("speak SQL",
        type -> Set.of("java.sql.Statement", "java.sql.PreparedStatement", "java.sql.ResultSet",
            "java.sql.DriverManager", "java.sql.Driver", "javax.sql.DataSource").contains(type.getName())
            || type.getPackageName().startsWith("org.sqlite")));
  }

  ArchRule theEnvironmentIsReadInOnePlaceOfEachProgram() {
    return ours().and(not(resideInAPackage(root + ".sandbox.probe")))
        .and(not(Walls.named(root + ".controlplane.ControlPlaneConfig", root + ".ironctl.Ironctl",
            root + ".desktop.DesktopEnvironment", root + ".sandbox.worker.WorkerMain"))) //
        .should().callCodeUnitWhere(calls("read the environment", "java.lang.System", "getenv"));
  }

  ArchRule theTerminalBelongsToMainsAndOutput() {
    return ours().and(not(resideInAPackage(root + ".sandbox.probe")))
        .and(not(outerNameEndsWith("Main", "Ironctl", "Demo", "Output"))) //
        .should().accessField(System.class, "out").orShould().accessField(System.class, "err");
  }

  /// The client reads the contract's records by their components: a library that binds anything takes longer to get ready
  /// than a command takes to run.
  ArchRule nobodyReflects() {
    return ours().and(not(resideInAPackage(root + ".sandbox.probe"))).and(not(Walls.named(root + ".client.Records")))
        .should().dependOnClassesThat()
        .resideInAPackage("java.lang.reflect..") //
        .orShould().callCodeUnitWhere(calls("look a class up by name", "java.lang.Class", "forName"));
  }

  ArchRule nothingStaticChanges() {
    return fields().that().areDeclaredInClassesThat().resideInAPackage(root + "..").and().areStatic().should()
        .beFinal();
  }

  private GivenClassesConjunction ours() {
    return noClasses().that().resideInAPackage(root + "..");
  }

  private static DescribedPredicate<JavaCall<?>> calls(String does, String owner, String... names) {
    Set<String> wanted = Set.of(names);
    return DescribedPredicate.describe(does + " by " + owner, call -> {
      CodeUnitCallTarget target = call.getTarget();
      return target.getOwner().getName().equals(owner) && wanted.contains(target.getName());
    });
  }

  private static DescribedPredicate<JavaClass> outerNameEndsWith(String... endings) {
    return DescribedPredicate.describe("are named *" + String.join(", *", endings), type -> {
      String simple = type.getName().substring(type.getPackageName().length() + 1);
      String outer = simple.contains("$") ? simple.substring(0, simple.indexOf('$')) : simple;
      for (String ending : endings) {
        if (outer.endsWith(ending)) {
          return true;
        }
      }
      return false;
    });
  }
}
