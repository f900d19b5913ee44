package dev.jobward.handlers.http;

import dev.jobward.execution.JobFailure;
import dev.jobward.execution.JobResult;
import dev.jobward.job.JobId;
import dev.jobward.platform.targets.AllowList;
import dev.jobward.platform.targets.InvalidTargetException;
import dev.jobward.platform.targets.Target;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/** One call from its first request to the answer, over redirects. */
final class Exchange {

  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final AllowList allowed;
  private final Connector connector;
  private final Watch watch;
  private final Clock clock;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();

  Exchange(AllowList allowed, Connector connector, Watch watch, Clock clock) {
    this.allowed = allowed;
    this.connector = connector;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * The answer, if its status is one that the call expects.
   *
   * @throws JobFailure if it is not, or if there is no answer
   */
  JobResult run(HttpCall call, JobId jobId, Optional<String> traceparent) throws JobFailure {
    try {
      return follow(call, Hop.first(call, jobId, traceparent));
    } catch (IOException e) {
      throw watch.verdict().orElseGet(() -> CallFailure.of(e));
    } catch (HttpException e) {
      throw watch.verdict().orElseGet(() -> CallFailure.of(e));
    }
  }

  private JobResult follow(HttpCall call, Hop first) throws JobFailure, IOException, HttpException {
    Hop hop = first;
    for (int redirects = 0; ; redirects++) {
      checkTarget(hop.target());
      HttpClientConnection connection = connector.open(hop.target(), watch);
      try {
        ClassicHttpResponse response =
            executor.execute(hop.request(), connection, HttpCoreContext.create());
        if (call.expects(response.getCode())) {
          return ResponseResult.of(response);
        }
        Optional<String> location = location(response);
        if (location.isEmpty()) {
          throw StatusFailure.of(response, clock);
        }
        if (redirects == MAX_REDIRECTS) {
          throw JobFailure.permanent(
              "TOO_MANY_REDIRECTS",
              "The target redirected more than %d times.".formatted(MAX_REDIRECTS));
        }
        hop = hop.redirected(response.getCode(), next(hop.target(), location.get()));
      } finally {
        // At once: a graceful end would read what is left of the answer.
        connection.close(CloseMode.IMMEDIATE);
      }
    }
  }

  private void checkTarget(Target target) throws JobFailure {
    Optional<JobFailure> over = watch.verdict();
    if (over.isPresent()) {
      throw over.get();
    }
    Optional<String> refusal = allowed.refusal(target);
    if (refusal.isPresent()) {
      throw CallFailure.refused(refusal.get());
    }
  }

  /** Where the answer leads, if it is a redirect that says so. */
  private static Optional<String> location(HttpResponse response) {
    return Optional.ofNullable(response.getFirstHeader("Location"))
        .filter(header -> REDIRECTS.contains(response.getCode()))
        .map(Header::getValue)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Target next(Target from, String location) throws JobFailure {
    try {
      Target next = from.resolve(location);
      if (from.isSecure() && !next.isSecure()) {
        throw CallFailure.refused("redirects from https to http");
      }
      return next;
    } catch (InvalidTargetException e) {
      throw CallFailure.refused("redirects to a URL that cannot be called");
    }
  }
}
