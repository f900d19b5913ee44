package dev.jobward.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TracingTest {

  private static final Traceparent ASKED =
      new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();
  private final Tracing tracing = new Tracing(() -> Optional.of(new OpenTelemetrySpans(telemetry)));

  @Test
  void goesOnWithTheTraceThatAskedForTheWork() {
    tracing.begin("attempt echo", Map.of("jobward.job.type", "echo"), Optional.of(ASKED)).close();

    SpanData span = onlySpan();
    assertThat(span.getTraceId()).isEqualTo(ASKED.traceId());
    assertThat(span.getParentSpanId()).isEqualTo(ASKED.spanId());
    assertThat(span.getParentSpanContext().isRemote()).isTrue();
    assertThat(span.getName()).isEqualTo("attempt echo");
    assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("jobward.job.type")))
        .isEqualTo("echo");
  }

  @Test
  void beginsATraceWhereThereIsNoneEvenOnAThreadThatWasLeftInOne() {
    try (Span other = tracing.begin("other", Map.of(), Optional.of(ASKED));
        Span own = tracing.begin("own", Map.of(), Optional.empty())) {
      assertThat(own.traceparent().orElseThrow().traceId())
          .isNotEqualTo(other.traceparent().orElseThrow().traceId());
    }
  }

  @Test
  void isWhereTheWorkIsWhileItLasts() {
    try (Span span = tracing.begin("attempt echo", Map.of(), Optional.of(ASKED))) {
      assertThat(tracing.current()).isPresent().isEqualTo(span.traceparent());
      assertThat(span.traceparent().orElseThrow().traceId()).isEqualTo(ASKED.traceId());
      assertThat(span.traceparent().orElseThrow().spanId()).isNotEqualTo(ASKED.spanId());
    }
    assertThat(tracing.current()).isEmpty();
  }

  @Test
  void tellsOfAFailure() {
    try (Span span = tracing.begin("attempt echo", Map.of(), Optional.empty())) {
      span.failed("TIMED_OUT");
    }

    assertThat(onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(onlySpan().getStatus().getDescription()).isEqualTo("TIMED_OUT");
  }

  @Test
  void knowsTheSpanThatTheServerHasMade() {
    io.opentelemetry.api.trace.Span span =
        telemetry.getTracer("server").spanBuilder("POST").startSpan();
    try (Scope scope = span.makeCurrent()) {
      assertThat(scope).isNotSameAs(Scope.noop());
      assertThat(tracing.current().orElseThrow().traceId())
          .isEqualTo(span.getSpanContext().getTraceId());
    }
    span.end();
  }

  @Test
  void handsOnWhatCameWhereNothingIsTraced() {
    Tracing none = Tracing.none();

    try (Span span = none.begin("attempt echo", Map.of(), Optional.of(ASKED))) {
      span.failed("FAILED");
      assertThat(span.traceparent()).hasValue(ASKED);
      assertThat(none.current()).isEmpty();
    }
  }

  @Test
  void worksWhereOpenTelemetryIsMissing() throws ReflectiveOperationException {
    Class<?> type = Class.forName(Tracing.class.getName(), true, new WithoutOpenTelemetry());
    Method found = type.getDeclaredMethod("found");
    found.setAccessible(true);
    Optional<?> spans = (Optional<?>) found.invoke(null);
    Constructor<?> constructor = type.getDeclaredConstructor(Supplier.class);
    constructor.setAccessible(true);

    Object missing = constructor.newInstance((Supplier<?>) () -> spans);

    assertThat(spans).isEmpty();
    assertThat(type).isNotEqualTo(Tracing.class);
    // What a container does with the class of a bean.
    assertThat(type.getDeclaredMethods()).isNotEmpty();
    assertThat(type.getDeclaredFields()).isNotEmpty();
    assertThat(type.getMethod("current").invoke(missing)).isEqualTo(Optional.empty());
    Object span =
        type.getMethod("begin", String.class, Map.class, Optional.class)
            .invoke(missing, "attempt echo", Map.of(), Optional.empty());
    assertThat(span.getClass().getSuperclass().getSimpleName()).isEqualTo("Span");
  }

  private SpanData onlySpan() {
    assertThat(exporter.getFinishedSpanItems()).hasSize(1);
    return exporter.getFinishedSpanItems().get(0);
  }

  /** Has this room's classes anew, and none of OpenTelemetry's. */
  private static final class WithoutOpenTelemetry extends ClassLoader {

    private WithoutOpenTelemetry() {
      super(TracingTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.opentelemetry.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.jobward.platform.tracing.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defined(name) : loaded;
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
      try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (code == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = code.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
