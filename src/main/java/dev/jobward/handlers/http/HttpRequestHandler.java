package dev.jobward.handlers.http;

import dev.jobward.execution.JobContext;
import dev.jobward.execution.JobFailure;
import dev.jobward.execution.JobHandler;
import dev.jobward.execution.JobResult;
import dev.jobward.execution.PayloadFault;
import dev.jobward.job.JobType;
import dev.jobward.platform.Settings;
import dev.jobward.platform.TextSetting;
import dev.jobward.platform.targets.AllowList;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * {@code http.request}: an HTTP call that the payload describes; the answer is the result.
 *
 * <p>A call begins with nothing that another left behind: no connection, no cookie, no credentials.
 */
@ApplicationScoped
public class HttpRequestHandler implements JobHandler {

  private static final JobType TYPE = new JobType("http.request");

  @Resource(
      lookup = "java:comp/DefaultManagedScheduledExecutorService",
      type = ManagedScheduledExecutorService.class)
  private ScheduledExecutorService scheduler;

  private AllowList allowed;
  private Connector connector;
  private Clock clock;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected HttpRequestHandler() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the scheduler
  HttpRequestHandler(Settings settings, Clock clock) {
    this.allowed = AllowList.parse(settings.text(TextSetting.HTTP_ALLOW));
    this.connector = new Connector(allowed, InetAddress::getAllByName, tls());
    this.clock = clock;
  }

  HttpRequestHandler(
      AllowList allowed,
      Connector.Names names,
      SSLSocketFactory tls,
      ScheduledExecutorService scheduler,
      Clock clock) {
    this.allowed = allowed;
    this.connector = new Connector(allowed, names, tls);
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Override
  public JobType jobType() {
    return TYPE;
  }

  @Override
  public List<PayloadFault> check(String payload) {
    HttpCallParser parsed = HttpCallParser.parse(payload);
    List<PayloadFault> faults = new ArrayList<>(parsed.faults());
    parsed
        .target()
        .flatMap(allowed::refusal)
        .map(reason -> "%s (%s)".formatted(reason, TextSetting.HTTP_ALLOW.key()))
        .ifPresent(fault -> faults.add(new PayloadFault("url", fault)));
    return faults;
  }

  @Override
  public JobResult run(JobContext job) throws JobFailure {
    HttpCall call =
        HttpCallParser.parse(job.payload())
            .call()
            .orElseThrow(
                () -> JobFailure.permanent("INVALID_PAYLOAD", "The payload is not valid."));
    try (Watch watch = Watch.start(call.timeout(), scheduler)) {
      return new Exchange(allowed, connector, watch, clock)
          .run(call, job.jobId(), job.traceparent());
    } catch (RejectedExecutionException e) {
      throw JobFailure.retryable("STOPPED", "The server stops.");
    }
  }

  /**
   * Trusts whom the JVM trusts. It has no key of its own: the server's would otherwise be shown to
   * every target that asks for one.
   */
  static SSLSocketFactory tls() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], null, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }
}
