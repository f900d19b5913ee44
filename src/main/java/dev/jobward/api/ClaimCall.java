package dev.jobward.api;

import dev.jobward.execution.ClaimedJob;
import dev.jobward.execution.HandlerRegistry;
import dev.jobward.execution.WaitingWorkers;
import dev.jobward.execution.WorkerJobs;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.security.Role;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code POST /v1/worker/claim}: leases jobs to the caller, who may wait for some to come. */
public final class ClaimCall extends DirectCall {

  static final String TEMPLATE = "/v1/worker/claim";

  private static final long serialVersionUID = 1L;
  private static final Pattern PATH = Pattern.compile(TEMPLATE);

  @Inject private transient WorkerJobs jobs;
  @Inject private transient WaitingWorkers workers;
  @Inject private transient HandlerRegistry handlers;
  @Inject private transient Settings settings;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public ClaimCall() {
    super(PATH, List.of("POST"), Role.WORKER);
  }

  @Override
  boolean accepts(Optional<String> accept) {
    return NegotiationFilter.acceptsJson(accept);
  }

  @Override
  boolean takesBodyOf(HttpServletRequest request) {
    return NegotiationFilter.isJson(
        header(request, "Content-Type"), header(request, "Content-Encoding"));
  }

  @Override
  void answer(Matcher address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ClaimBody asked =
        ClaimBody.parse(
            BodyReader.read(
                request.getInputStream(),
                request.getContentLengthLong(),
                settings.number(Setting.MAX_BODY_BYTES)),
            handlers::serves);
    List<ClaimedJob> claimed = jobs.claim(asked.claim());
    response.setContentType("application/json");
    if (claimed.isEmpty() && !asked.patience().isZero()) {
      AsyncContext context = RequestRecord.startAsync(request);
      context.setTimeout(asked.patience().plus(PushedAnswer.TAKING).toMillis());
      WaitingClaim.open(context, asked, workers, jobs);
    } else {
      byte[] body = WaitingClaim.success(claimed);
      response.setContentLength(body.length);
      send(claimed, body, response);
    }
  }

  private void send(List<ClaimedJob> claimed, byte[] body, HttpServletResponse response)
      throws IOException {
    try {
      response.getOutputStream().write(body);
      response.getOutputStream().flush();
    } catch (IOException e) {
      // The worker is gone; the next one has the jobs at once.
      jobs.handBack(claimed);
      throw e;
    }
  }
}
