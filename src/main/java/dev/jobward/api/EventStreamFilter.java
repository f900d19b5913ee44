package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobId;
import dev.jobward.job.Jobs;
import dev.jobward.job.Owner;
import dev.jobward.job.Refusal;
import dev.jobward.platform.DatabaseFailure;
import dev.jobward.security.Caller;
import dev.jobward.security.Role;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/jobs/{jobId}/events}. Not a JAX-RS resource: what JAX-RS writes blocks a thread
 * while a client is slow, and a servlet's asynchronous output does not. Runs after {@link
 * AuthenticationFilter}, and looks for faults in the order in which JAX-RS would.
 */
public final class EventStreamFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(EventStreamFilter.class.getName());

  private static final Pattern PATH = Pattern.compile("/v1/jobs/([^/]+)/events");
  private static final String ALLOWED = "GET, HEAD, OPTIONS";

  @Inject private transient Jobs jobs;
  @Inject private transient EventStreams streams;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public EventStreamFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Matcher matched = PATH.matcher(path);
    if (!matched.matches()) {
      chain.doFilter(request, response);
      return;
    }
    switch (request.getMethod()) {
      case "GET", "HEAD" -> answer(matched.group(1), request, response);
      case "OPTIONS" -> response.setHeader("Allow", ALLOWED);
      default -> {
        response.setHeader("Allow", ALLOWED);
        ServletFailure.write(ErrorCode.METHOD_NOT_ALLOWED, request, response);
      }
    }
  }

  private void answer(String jobId, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<String> accept = Optional.ofNullable(request.getHeader("Accept"));
    Principal caller = request.getUserPrincipal();
    if (!NegotiationFilter.accepts(accept, "text", "event-stream")) {
      ServletFailure.write(ErrorCode.NOT_ACCEPTABLE, request, response);
    } else if (!Caller.hasRole(caller, Role.USER)) {
      ServletFailure.write(ErrorCode.FORBIDDEN, request, response);
    } else {
      Job job;
      try {
        job = job(jobId, request);
      } catch (Refusal e) {
        ServletFailure.write(e, request, response);
        return;
      } catch (RuntimeException e) {
        fail(e, request, response);
        return;
      }
      stream(job, Caller.expiry(caller), request, response);
    }
  }

  private Job job(String jobId, HttpServletRequest request) {
    JobId id = JobId.parse(jobId).orElseThrow(Refusal.JobNotFound::new);
    Owner owner = AuthenticationFilter.owner(request);
    return jobs.summary(owner, id);
  }

  private void stream(
      Job job, Instant expiry, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
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
      AsyncContext context = request.startAsync();
      context.setTimeout(0);
      streams.open(context, job, expiry);
    }
  }

  private static void fail(
      RuntimeException failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LOG.log(Level.SEVERE, failure, () -> "request " + TraceId.of(request) + " failed");
    ServletFailure.write(
        DatabaseFailure.isUnavailable(failure) ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL,
        request,
        response);
  }
}
