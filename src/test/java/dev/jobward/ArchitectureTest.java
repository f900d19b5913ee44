package dev.jobward;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.function.Predicate;

/** The house's arrows, and what no room may do. */
@AnalyzeClasses(packages = "dev.jobward", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String API = "dev.jobward.api..";
  private static final String EXECUTION = "dev.jobward.execution..";
  private static final String HANDLERS = "dev.jobward.handlers..";
  private static final String JOB = "dev.jobward.job..";
  private static final String JSON = "dev.jobward.json..";
  private static final String PLATFORM = "dev.jobward.platform..";
  private static final String QUEUES = "dev.jobward.queues..";
  private static final String SECURITY = "dev.jobward.security..";
  private static final String TARGETS = "dev.jobward.platform.targets..";

  /** What a handler may know of {@code execution}. */
  private static final Set<String> HANDLER_INTERFACE =
      Set.of("JobHandler", "JobContext", "JobResult", "JobFailure", "PayloadFault");

  @ArchTest
  static final ArchRule apiStandsOnTheRoomsThatDoTheWork =
      room(API)
          .should()
          .onlyDependOnClassesThat(
              areForeignOr(API, JOB, JSON, EXECUTION, QUEUES, SECURITY, PLATFORM));

  @ArchTest
  static final ArchRule executionStandsOnJobJsonAndPlatform =
      room(EXECUTION)
          .should()
          .onlyDependOnClassesThat(areForeignOr(EXECUTION, JOB, JSON, PLATFORM));

  @ArchTest
  static final ArchRule jobStandsOnPlatform =
      room(JOB).should().onlyDependOnClassesThat(areForeignOr(JOB, PLATFORM));

  @ArchTest
  static final ArchRule queuesStandOnJobAndPlatform =
      room(QUEUES).should().onlyDependOnClassesThat(areForeignOr(QUEUES, JOB, PLATFORM));

  @ArchTest
  static final ArchRule jsonStandsOnJob =
      room(JSON).should().onlyDependOnClassesThat(areForeignOr(JSON, JOB));

  @ArchTest
  static final ArchRule securityKnowsOfJobsTheirOwnerAlone =
      room(SECURITY)
          .should()
          .onlyDependOnClassesThat(areForeignOr(SECURITY).or(describe("Owner", named("Owner"))));

  @ArchTest
  static final ArchRule platformKnowsNoOtherRoom =
      room(PLATFORM).should().onlyDependOnClassesThat(areForeignOr(PLATFORM));

  @ArchTest
  static final ArchRule handlersAreWrittenAsAUserWould =
      room(HANDLERS)
          .should()
          .onlyDependOnClassesThat(
              areForeignOr(HANDLERS, JOB, JSON, TARGETS)
                  .or(describe("the handlers' interface", ArchitectureTest::isHandlerInterface))
                  .or(describe("settings", ArchitectureTest::isSettings)));

  @ArchTest
  static final ArchRule onlyOneHandlerCallsOthers =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jobward.handlers.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..")
          .because("there what is called is checked against the administrator's list");

  @ArchTest
  static final ArchRule nothingDependsOnTheApi =
      noClasses()
          .that()
          .resideOutsideOfPackage(API)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(API);

  @ArchTest
  static final ArchRule nobodyButTheServerKnowsTheHandlers =
      noClasses()
          .that()
          .resideOutsideOfPackage(HANDLERS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HANDLERS);

  @ArchTest
  static final ArchRule noSourceNamesAServer =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "fish.payara..",
              "org.glassfish..",
              "org.wildfly..",
              "org.jboss..",
              "com.sun..",
              "sun..");

  @ArchTest
  static final ArchRule onlyWhatListensNamesTheDriverAndNobodyTheProvider =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.jobward.platform.Broadcast")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.postgresql..", "org.eclipse.persistence..");

  @ArchTest
  static final ArchRule onlyOneClassNamesWhatAServerMayLack =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.jobward\\.platform\\.tracing\\.OpenTelemetrySpans(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..")
          .because("it must not be loaded where OpenTelemetry is missing");

  @ArchTest
  static final ArchRule onlyOneRoomNamesTheMetricsLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jobward.platform.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule onlyTheApiKnowsHttp =
      noClasses()
          .that()
          .resideOutsideOfPackage(API)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule namesSayARole =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper");

  @ArchTest
  static final ArchRule noRoomIsForOddsAndEnds =
      noClasses().should().resideInAnyPackage("..common..", "..util..", "..utils..", "..helper..");

  @ArchTest
  static final ArchRule everyCallNamesItsRoles =
      methods()
          .that(describe("answer requests", ArchitectureTest::answersRequests))
          .should()
          .beAnnotatedWith(RolesAllowed.class)
          .because("nothing is open because somebody forgot to close it");

  @ArchTest
  static final ArchRule noMethodIsOpenToEverybody =
      methods().should().notBeAnnotatedWith(PermitAll.class);

  @ArchTest
  static final ArchRule noClassIsOpenToEverybody =
      classes().should().notBeAnnotatedWith(PermitAll.class);

  @ArchTest
  static final ArchRule fieldsAreInjectedTheJakartaWay =
      fields()
          .should()
          .notBeAnnotatedWith(
              describe(
                  "annotations of javax",
                  (JavaAnnotation<?> annotation) ->
                      annotation.getRawType().getPackageName().startsWith("javax.")));

  private static GivenClassesConjunction room(String room) {
    return classes().that(resideInAPackage(room));
  }

  /** These rooms, and all that is not ours. */
  private static DescribedPredicate<JavaClass> areForeignOr(String... rooms) {
    return not(resideInAPackage("dev.jobward..")).or(resideInAnyPackage(rooms));
  }

  private static Predicate<JavaClass> named(String simpleName) {
    return type -> type.getSimpleName().equals(simpleName);
  }

  private static boolean isHandlerInterface(JavaClass type) {
    JavaClass outermost = type.getEnclosingClass().orElse(type);
    return outermost.getPackageName().equals("dev.jobward.execution")
        && HANDLER_INTERFACE.contains(outermost.getSimpleName());
  }

  private static boolean isSettings(JavaClass type) {
    return type.getPackageName().equals("dev.jobward.platform")
        && Set.of("Settings", "Setting", "TextSetting").contains(type.getSimpleName());
  }

  private static boolean answersRequests(JavaMethod method) {
    return method.isAnnotatedWith(Path.class)
        || method.getAnnotations().stream()
            .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
  }
}
