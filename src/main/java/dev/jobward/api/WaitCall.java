package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobDetails;
import dev.jobward.job.JobId;
import dev.jobward.job.Jobs;
import dev.jobward.job.Owner;
import dev.jobward.job.Refusal;
import dev.jobward.json.JobDocument;
import dev.jobward.security.Role;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/jobs/{jobId}} by somebody who prefers to wait until the job is final; {@link
 * JobResource} has it for all others.
 */
public final class WaitCall extends DirectCall {

  private static final long serialVersionUID = 1L;
  private static final Pattern PATH = Pattern.compile("/v1/jobs/([0-9a-f-]{36})");

  @Inject private transient Jobs jobs;
  @Inject private transient WaitingReaders readers;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public WaitCall() {
    super(PATH, List.of("GET"), Role.USER);
  }

  @Override
  boolean concerns(HttpServletRequest request) {
    return request.getMethod().equals("GET") && !patience(request).isZero();
  }

  @Override
  boolean accepts(Optional<String> accept) {
    return NegotiationFilter.acceptsJson(accept);
  }

  @Override
  boolean takesBodyOf(HttpServletRequest request) {
    return true;
  }

  @Override
  void answer(Matcher address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JobId id = JobId.parse(address.group(1)).orElseThrow(Refusal.JobNotFound::new);
    Owner owner = AuthenticationFilter.owner(request);
    Job job = jobs.summary(owner, id);
    response.setContentType("application/json");
    if (job.status().isFinal()) {
      JobDetails details = jobs.get(owner, id);
      byte[] body = Envelope.success("Job retrieved.", json -> JobDocument.write(json, details));
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } else {
      AsyncContext context = RequestRecord.startAsync(request);
      Duration patience = patience(request);
      context.setTimeout(patience.plus(PushedAnswer.TAKING).toMillis());
      readers.await(context, request, owner, job, patience);
    }
  }

  private static Duration patience(HttpServletRequest request) {
    return PreferHeader.waitingTime(Collections.list(request.getHeaders(PreferHeader.NAME)));
  }
}
