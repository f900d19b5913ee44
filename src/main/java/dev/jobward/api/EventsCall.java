package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobId;
import dev.jobward.job.Jobs;
import dev.jobward.job.Refusal;
import dev.jobward.security.Caller;
import dev.jobward.security.Role;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /v1/jobs/{jobId}/events}: the changes of one of the caller's jobs, as they come. */
public final class EventsCall extends DirectCall {

  static final String TEMPLATE = "/v1/jobs/{jobId}/events";

  private static final long serialVersionUID = 1L;
  private static final Pattern PATH = Pattern.compile("/v1/jobs/([^/]+)/events");

  @Inject private transient Jobs jobs;
  @Inject private transient EventStreams streams;
  @Inject private transient Clock clock;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public EventsCall() {
    super(PATH, List.of("GET", "HEAD"), Role.USER);
  }

  @Override
  boolean accepts(Optional<String> accept) {
    return NegotiationFilter.accepts(accept, "text", "event-stream");
  }

  @Override
  boolean takesBodyOf(HttpServletRequest request) {
    return true;
  }

  @Override
  void answer(Matcher address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JobId id = JobId.parse(address.group(1)).orElseThrow(Refusal.JobNotFound::new);
    Job job = jobs.summary(AuthenticationFilter.owner(request), id);
    if (job.status().isFinal()
        && Integer.toString(job.version()).equals(request.getHeader("Last-Event-ID"))) {
      // The client has seen the end; with any other answer a browser would ask again for ever.
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    // For a proxy that would gather events before it passes them on.
    response.setHeader("X-Accel-Buffering", "no");
    if (request.getMethod().equals("GET")) {
      Instant expiry = Caller.expiry(request.getUserPrincipal(), clock.instant());
      AsyncContext context = RequestRecord.startAsync(request);
      context.setTimeout(0);
      streams.open(context, job, expiry);
    }
  }
}
