package dev.jobward.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.api.WorkerResource;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the page shows of the programs is theirs; what they do is tested by running them. */
class WorkersPageTest {

  private static final java.nio.file.Path PAGE = java.nio.file.Path.of("src/docs/workers.md");

  private static final Map<String, String> PROGRAMS =
      Map.of("python", "worker.py", "js", "worker.mjs", "java", "Worker.java");

  private static final Pattern BLOCK =
      Pattern.compile("```(python|js|java)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("(?m)^\\| `([A-Z]+_[A-Z]+)` \\|");
  private static final Pattern READ_VARIABLE =
      Pattern.compile("(?:environ\\.get\\(\"|process\\.env\\.|env\\(\"|umber\\(['\"])([A-Z_]+)");
  private static final Pattern CALL = Pattern.compile("(?m)^\\| `((?:POST|PUT) /v1/[^`]*)` \\|");

  @Test
  void showsWhatIsInThePrograms() throws IOException {
    List<MatchResult> blocks = BLOCK.matcher(page()).results().toList();

    assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
    for (MatchResult block : blocks) {
      assertThat(program(block.group(1))).contains(block.group(2));
    }
  }

  @Test
  void leadsToThePrograms() throws IOException {
    for (String file : PROGRAMS.values()) {
      assertThat(page()).contains("(workers/" + file + ")");
    }
  }

  @Test
  void listsTheVariablesThatTheProgramsRead() throws IOException {
    Set<String> listed = found(VARIABLE, page());

    assertThat(listed).hasSizeGreaterThanOrEqualTo(6);
    for (String language : PROGRAMS.keySet()) {
      assertThat(found(READ_VARIABLE, program(language))).as(language).isEqualTo(listed);
    }
  }

  @Test
  void listsTheCalls() throws IOException {
    Set<String> calls = new HashSet<>(Set.of("POST /v1/worker/claim"));
    String base = "/v1" + WorkerResource.class.getAnnotation(Path.class).value();
    for (Method method : WorkerResource.class.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Path.class)) {
        calls.add(verb(method) + " " + base + method.getAnnotation(Path.class).value());
      }
    }

    assertThat(found(CALL, page())).isEqualTo(calls);
  }

  private static String verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  private static String program(String language) throws IOException {
    String file = Objects.requireNonNull(PROGRAMS.get(language));
    return Files.readString(java.nio.file.Path.of("src/docs/workers", file));
  }
}
