package dev.jobward.handlers.http;

import dev.jobward.job.JobId;
import dev.jobward.platform.targets.Target;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** One request of a call: the first, or one that a redirect asked for. */
final class Hop {

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final String TRACEPARENT = "traceparent";

  private final JobId jobId;
  private final HttpMethod method;
  private final Target target;
  private final RequestHeaders headers;
  private final Optional<String> body;

  private Hop(
      JobId jobId,
      HttpMethod method,
      Target target,
      RequestHeaders headers,
      Optional<String> body) {
    this.jobId = jobId;
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  /** {@code traceparent} is sent along where the payload has none of its own. */
  static Hop first(HttpCall call, JobId jobId, Optional<String> traceparent) {
    return new Hop(
        jobId,
        call.method(),
        call.target(),
        traceparent.map(value -> call.headers().with(TRACEPARENT, value)).orElse(call.headers()),
        call.body());
  }

  /**
   * The request that follows a redirect. 307 and 308 ask for the same once more; after the others
   * only the answer is wanted. Another origin gets no header that may hold a secret.
   */
  Hop redirected(int status, Target next) {
    boolean same = status == 307 || status == 308;
    HttpMethod nextMethod = same || method == HttpMethod.HEAD ? method : HttpMethod.GET;
    RequestHeaders kept = same ? headers : headers.withoutBody();
    return new Hop(
        jobId,
        nextMethod,
        next,
        target.hasSameOriginAs(next) ? kept : kept.forAnotherOrigin(),
        same ? body : Optional.empty());
  }

  Target target() {
    return target;
  }

  /** With all its headers: nothing is added to it later. */
  ClassicHttpRequest request() {
    var request =
        new BasicClassicHttpRequest(method.name(), target.scheme(), null, target.pathAndQuery());
    request.addHeader("Host", target.authority());
    request.addHeader("Connection", "close");
    if (!headers.has("User-Agent")) {
      request.addHeader("User-Agent", "Jobward");
    }
    if (method != HttpMethod.GET && !headers.has(IDEMPOTENCY_KEY)) {
      request.addHeader(IDEMPOTENCY_KEY, jobId.toString());
    }
    headers.forEach(request::addHeader);
    if (body.isPresent()) {
      byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
      request.addHeader("Content-Length", bytes.length);
      request.setEntity(new ByteArrayEntity(bytes, null));
    } else if (method.expectsBody()) {
      request.addHeader("Content-Length", 0);
    }
    return request;
  }
}
