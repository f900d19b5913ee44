package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.openapi.ApiDocument;
import dev.jobward.openapi.Operation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description has what the application answers, and nothing else. */
class DescriptionTest {

  private static final java.nio.file.Path FILE =
      java.nio.file.Path.of("src/main/resources/META-INF/openapi.yaml");
  private static final java.nio.file.Path FILTERS =
      java.nio.file.Path.of("src/main/webapp/WEB-INF/web.xml");
  private static final Pattern FILTER = Pattern.compile("<filter-class>([^<]*)</filter-class>");
  private static final Pattern ROLE = Pattern.compile("Role `([a-z]+)`");

  private final ApiDocument document = ApiDocument.written();

  @Test
  void hasEveryCallAndNoOtherEachWithTheRoleThatItNeeds() throws Exception {
    Map<String, String> described = new TreeMap<>();
    for (Operation operation : document.operations()) {
      described.put(operation.toString(), role(operation));
    }

    assertThat(described).containsExactlyInAnyOrderEntriesOf(calls());
  }

  @Test
  void hasTheErrorCodesOfTheApplication() {
    assertThat(document.component("schemas", "ErrorCode").path("enum").values())
        .extracting(JsonNode::asString)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values())
                .map(ErrorCode::code)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void showsFailuresWithTheSentencesThatTheyHave() {
    List<String> sentences =
        document.root().path("components").path("examples").values().stream()
            .map(example -> example.path("value"))
            .filter(value -> value.has("code") && value.has("traceId"))
            .map(value -> value.path("message").asString())
            .toList();

    assertThat(sentences)
        .containsAll(
            Stream.of(ErrorCode.values())
                // These have a better one for each case.
                .filter(
                    code ->
                        !List.of(
                                ErrorCode.CONFLICT,
                                ErrorCode.LEASE_LOST,
                                ErrorCode.IDEMPOTENCY_MISMATCH,
                                ErrorCode.QUOTA_EXCEEDED)
                            .contains(code))
                .map(ErrorCode::sentence)
                .toList());
  }

  @Test
  void isServedAsItIsWritten() throws IOException {
    assertThat(Description.yaml().bytes()).isEqualTo(Files.readAllBytes(FILE));
    assertThat(Description.yaml().contentType()).isEqualTo("application/yaml");
  }

  @Test
  void isTheSameInJson() {
    String json = new String(Description.json().bytes(), StandardCharsets.UTF_8);

    assertThat(JsonMapper.shared().readTree(json))
        .isEqualTo(JsonMapper.shared().readTree(document.root().toString()));
    assertThat(Description.json().contentType()).isEqualTo("application/json");
    assertThat(Description.json().tag()).isNotEqualTo(Description.yaml().tag());
  }

  /** A call that waits is answered by a filter; the others by JAX-RS. */
  private static Map<String, String> calls() throws Exception {
    Map<String, String> calls = new TreeMap<>();
    for (Class<?> resource : new JobwardApplication().getClasses()) {
      Path path = resource.getAnnotation(Path.class);
      if (path != null) {
        for (Method method : resource.getDeclaredMethods()) {
          httpMethod(method)
              .ifPresent(verb -> calls.put(verb + " /v1" + address(path, method), role(method)));
        }
      }
    }
    for (String name :
        FILTER.matcher(Files.readString(FILTERS)).results().map(m -> m.group(1)).toList()) {
      if (Class.forName(name).getConstructor().newInstance() instanceof DirectCall call) {
        String address = call.path.pattern().replaceAll("\\([^)]*\\)", "{jobId}");
        call.methods.forEach(verb -> calls.put(verb + " " + address, call.role));
      }
    }
    return calls;
  }

  private static String address(Path resource, Method method) {
    Path path = method.getAnnotation(Path.class);
    return resource.value() + (path == null ? "" : path.value());
  }

  private static Optional<String> httpMethod(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(java.util.Objects::nonNull)
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String role(Method method) {
    return String.join(" or ", method.getAnnotation(RolesAllowed.class).value());
  }

  /** As its tag says. */
  private String role(Operation operation) {
    String tag = operation.node().path("tags").path(0).asString();
    String text =
        document.root().path("tags").values().stream()
            .filter(candidate -> candidate.path("name").asString().equals(tag))
            .map(candidate -> candidate.path("description").asString())
            .findFirst()
            .orElse("");
    var role = ROLE.matcher(text);
    return role.find() ? role.group(1) : "none";
  }
}
