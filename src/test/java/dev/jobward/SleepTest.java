package dev.jobward;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Nobody sleeps, in the application, the tests or the development tools. */
@AnalyzeClasses(packages = "dev.jobward")
class SleepTest {

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);

  @ArchTest
  static final ArchRule nobodyParks =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.jobward.dev.Waiting")
          .should()
          .callMethod(LockSupport.class, "parkNanos", long.class)
          .orShould()
          .callMethod(LockSupport.class, "parkUntil", long.class)
          .because("only of another program's start and end there is no notice to wait for");
}
