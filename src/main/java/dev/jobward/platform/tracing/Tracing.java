package dev.jobward.platform.tracing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The server's tracing, where it has MicroProfile Telemetry and that is switched on; elsewhere
 * nothing happens. OpenTelemetry's classes may be missing altogether: no class but {@link
 * OpenTelemetrySpans} names them, and that one is not touched then: not even by a reference to one
 * of its methods, which would have the JVM look at the whole class.
 */
@ApplicationScoped
public class Tracing {

  private static final Logger LOG = Logger.getLogger(Tracing.class.getName());
  private static final String NEEDED = "io.opentelemetry.api.OpenTelemetry";

  /**
   * MicroProfile Telemetry's own switch, and its default. One of the servers makes spans of its own
   * though it is off; nobody gets to see those.
   */
  private static final String SWITCH = "otel.sdk.disabled";

  private static final String OFF = "true";

  private Optional<OpenTelemetrySpans> spans = Optional.empty();

  /** The server's. */
  @Inject
  protected Tracing() {
    this(Tracing::ofServer);
  }

  Tracing(Supplier<Optional<OpenTelemetrySpans>> spans) {
    this.spans = spans.get();
  }

  /** As on a server that traces nothing. */
  public static Tracing none() {
    return new Tracing(Optional::empty);
  }

  private static Optional<OpenTelemetrySpans> ofServer() {
    String disabled = ConfigProvider.getConfig().getOptionalValue(SWITCH, String.class).orElse(OFF);
    return disabled.strip().equalsIgnoreCase("false") ? found() : Optional.empty();
  }

  /** Those of the server, whether it shows them to anybody or not. */
  static Optional<OpenTelemetrySpans> found() {
    try {
      Class<?> unused = Class.forName(NEEDED, false, Tracing.class.getClassLoader());
      return OpenTelemetrySpans.ofServer();
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      // Whatever the server has there, jobs are run without it.
      LOG.log(Level.WARNING, "Nothing is traced: OpenTelemetry is there and cannot be used", e);
      return Optional.empty();
    }
  }

  /** Where this thread is in a trace, if it is in one. */
  public Optional<Traceparent> current() {
    return spans.isPresent() ? spans.get().current() : Optional.empty();
  }

  /**
   * Begins a piece of work on this thread; to be closed by it.
   *
   * @param name one of few
   * @param parent where the work was asked for; without one, a trace begins here
   */
  public Span begin(String name, Map<String, String> attributes, Optional<Traceparent> parent) {
    return spans.isPresent() ? spans.get().begin(name, attributes, parent) : Span.none(parent);
  }
}
