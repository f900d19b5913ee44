package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

  private static final String ID = "0198c0de-0000-7000-8000-000000000000";

  @ParameterizedTest
  @CsvSource({
    "/v1/jobs, /v1/jobs",
    "/v1/jobs/, /v1/jobs",
    "/v1/jobs/batch, /v1/jobs/batch",
    "/v1/jobs/0198c0de-0000-7000-8000-000000000000, /v1/jobs/{jobId}",
    "/v1/jobs/whatever, /v1/jobs/{jobId}",
    "/v1/jobs/0198c0de-0000-7000-8000-000000000000/events, /v1/jobs/{jobId}/events",
    "/v1/jobs/0198c0de-0000-7000-8000-000000000000/result, /v1/jobs/{jobId}/result",
    "/v1/worker/claim, /v1/worker/claim",
    "/v1/worker/jobs/x/heartbeat, /v1/worker/jobs/{jobId}/heartbeat",
    "/openapi, /openapi"
  })
  void leavesOutWhatOnlyOneRequestHas(String path, String template) {
    assertThat(PathTemplate.of(path)).isEqualTo(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "/v1",
        "/v1/",
        "/v2/jobs",
        "/v1/jobs/a/b",
        "/v1/jobs/a/events/b",
        "/v1//jobs",
        "/v1/jobs;a=b",
        "/v1/jobs%2Fbatch",
        "/V1/jobs",
        "/v1/worker",
        "/{jobId}",
        "/.well-known/x"
      })
  void knowsAllOtherPathsByOneWord(String path) {
    assertThat(PathTemplate.of(path)).isEqualTo(PathTemplate.UNKNOWN);
  }

  @ParameterizedTest
  @MethodSource("resourceMethods")
  void hasEveryMethodOfAResource(String template) {
    assertThat(PathTemplate.of(template.replaceAll("\\{[^}]*}", ID))).isEqualTo(template);
  }

  static Stream<String> resourceMethods() {
    return new JobwardApplication()
        .getClasses().stream()
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(
                type -> Arrays.stream(type.getDeclaredMethods()).filter(PathTemplateTest::isCall))
            .map(PathTemplateTest::template);
  }

  private static boolean isCall(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(found -> found.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  private static String template(Method method) {
    Path own = method.getAnnotation(Path.class);
    Path above = method.getDeclaringClass().getAnnotation(Path.class);
    return "/v1" + above.value() + (own == null ? "" : own.value());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void hasEveryCallThatAFilterAnswers(Class<?> call) throws ReflectiveOperationException {
    Field path = call.getDeclaredField("PATH");
    path.setAccessible(true);
    Pattern answered = (Pattern) path.get(null);

    assertThat(PathTemplate.all())
        .anyMatch(template -> answered.matcher(template.replaceAll("\\{[^}]*}", ID)).matches());
  }

  static List<Class<?>> calls() {
    List<Class<?>> calls =
        new ClassFileImporter()
            .importPackages("dev.jobward.api").stream()
                .filter(type -> type.isAssignableTo(DirectCall.class))
                .filter(type -> !type.isEquivalentTo(DirectCall.class))
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    assertThat(calls).contains(EventsCall.class, WaitCall.class, ClaimCall.class);
    return calls;
  }

  @Test
  void isNotAskedOfProbes() {
    assertThat(PathTemplate.isProbe("/health")).isTrue();
    assertThat(PathTemplate.isProbe("/health/ready")).isTrue();
    assertThat(PathTemplate.isProbe("/healthy")).isFalse();
    assertThat(PathTemplate.isProbe("/v1/health")).isFalse();
  }
}
