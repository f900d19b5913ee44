package dev.jobward.api;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A path without what only one request has in it: {@code /v1/jobs/{jobId}} for each job. Logs and
 * metrics know paths by these alone; an id or whatever else somebody sends is in neither.
 */
final class PathTemplate {

  /** For all paths that no call has. */
  static final String UNKNOWN = "unknown";

  private static final String ROOT = "/v1";
  private static final String HEALTH = "/health";
  private static final List<String> HIDDEN = List.of("/openapi");

  /** Those with fewer places for anything first: a path of letters is nobody's id. */
  private static final List<PathTemplate> ALL =
      Stream.of(
              new JobwardApplication().getClasses().stream().flatMap(PathTemplate::ofResource),
              Stream.of(EventsCall.TEMPLATE, ClaimCall.TEMPLATE),
              HIDDEN.stream())
          .flatMap(templates -> templates)
          .distinct()
          .map(PathTemplate::new)
          .sorted(Comparator.comparingInt(PathTemplate::places).thenComparing(t -> t.text))
          .toList();

  private final String text;
  private final String[] segments;

  private PathTemplate(String text) {
    this.text = text;
    this.segments = text.split("/", -1);
  }

  /** The template of a path below the application's own, or {@value #UNKNOWN}. */
  static String of(String path) {
    // To JAX-RS a slash at the end is none.
    String[] sent =
        (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1);
    for (PathTemplate template : ALL) {
      if (template.fits(sent)) {
        return template.text;
      }
    }
    return UNKNOWN;
  }

  /**
   * Whether this is one of the server's own calls for its health. They come every few seconds, and
   * would be most of what there is to see.
   */
  static boolean isProbe(String path) {
    return path.equals(HEALTH) || path.startsWith(HEALTH + "/");
  }

  /** Every one that there is, but for {@value #UNKNOWN}. */
  static List<String> all() {
    return ALL.stream().map(template -> template.text).toList();
  }

  private boolean fits(String[] sent) {
    if (sent.length != segments.length) {
      return false;
    }
    for (int i = 0; i < segments.length; i++) {
      if (!isPlace(segments[i]) && !segments[i].equals(sent[i])) {
        return false;
      }
    }
    return true;
  }

  private int places() {
    return (int) Arrays.stream(segments).filter(PathTemplate::isPlace).count();
  }

  private static boolean isPlace(String segment) {
    return segment.startsWith("{");
  }

  private static Stream<String> ofResource(Class<?> type) {
    Path path = type.getAnnotation(Path.class);
    return path == null
        ? Stream.empty()
        : Arrays.stream(type.getMethods())
            .filter(PathTemplate::isCall)
            .map(method -> ROOT + slashed(path.value()) + below(method));
  }

  private static boolean isCall(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(found -> found.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  private static String below(Method method) {
    Path path = method.getAnnotation(Path.class);
    return path == null ? "" : slashed(path.value());
  }

  private static String slashed(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }
}
