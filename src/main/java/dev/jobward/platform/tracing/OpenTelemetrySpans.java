package dev.jobward.platform.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import java.util.Optional;

/**
 * Spans of the server's OpenTelemetry. Only {@link Tracing} may touch it, and only if it is there.
 */
final class OpenTelemetrySpans {

  private static final String SCOPE = "dev.jobward";

  private final Tracer tracer;

  OpenTelemetrySpans(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer(SCOPE);
  }

  /** Those of the server, if it gives its OpenTelemetry to applications. */
  static Optional<OpenTelemetrySpans> ofServer() {
    Instance<OpenTelemetry> found = CDI.current().select(OpenTelemetry.class);
    return found.isResolvable()
        ? Optional.of(new OpenTelemetrySpans(found.get()))
        : Optional.empty();
  }

  Optional<Traceparent> current() {
    return traceparent(io.opentelemetry.api.trace.Span.current().getSpanContext());
  }

  Span begin(String name, Map<String, String> attributes, Optional<Traceparent> parent) {
    SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(SpanKind.CONSUMER);
    attributes.forEach(builder::setAttribute);
    // A thread of a pool may have been left in somebody else's trace.
    builder.setParent(
        parent
            .map(from -> Context.root().with(io.opentelemetry.api.trace.Span.wrap(context(from))))
            .orElse(Context.root()));
    return new Begun(builder.startSpan());
  }

  private static SpanContext context(Traceparent parent) {
    return SpanContext.createFromRemoteParent(
        parent.traceId(),
        parent.spanId(),
        TraceFlags.fromHex(parent.flags(), 0),
        TraceState.getDefault());
  }

  private static Optional<Traceparent> traceparent(SpanContext context) {
    return context.isValid()
        ? Traceparent.parse(
            "00-%s-%s-%s"
                .formatted(
                    context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()))
        : Optional.empty();
  }

  private static final class Begun extends Span {

    private final io.opentelemetry.api.trace.Span span;
    private final Scope scope;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    private Begun(io.opentelemetry.api.trace.Span span) {
      this.span = span;
      this.scope = span.makeCurrent();
    }

    @Override
    public Optional<Traceparent> traceparent() {
      return OpenTelemetrySpans.traceparent(span.getSpanContext());
    }

    @Override
    public void failed(String reason) {
      span.setStatus(StatusCode.ERROR, reason);
    }

    @Override
    public void close() {
      scope.close();
      span.end();
    }
  }
}
