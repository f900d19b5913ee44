package dev.jobward.handlers.http;

import dev.jobward.execution.HandledJob;
import dev.jobward.execution.JobResult;
import dev.jobward.job.JobType;
import dev.jobward.platform.targets.AllowList;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Runs calls in a handler that is made for one test. */
final class Calls implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private String allowed = "http://127.0.0.1:* https://127.0.0.1:*";
  private Connector.Names names = InetAddress::getAllByName;
  private SSLSocketFactory tls = HttpRequestHandler.tls();

  /** To start with, everything on 127.0.0.1 may be called. */
  static Calls prepared() {
    return new Calls();
  }

  Calls allow(String list) {
    allowed = list;
    return this;
  }

  Calls names(Connector.Names source) {
    names = source;
    return this;
  }

  Calls trust(SSLSocketFactory factory) {
    tls = factory;
    return this;
  }

  HttpRequestHandler handler() {
    return new HttpRequestHandler(
        AllowList.parse(allowed), names, tls, scheduler, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  static HandledJob job(String payload) {
    return HandledJob.of(new JobType("http.request"), payload);
  }

  static String get(String url) {
    return "{\"url\": \"" + url + "\"}";
  }

  JsonNode result(HandledJob job) throws Exception {
    return JSON.readTree(((JobResult.Json) job.runBy(handler())).text());
  }

  JsonNode result(String payload) throws Exception {
    return result(job(payload));
  }

  HandledJob.Failure failure(String payload) throws Exception {
    return job(payload).failBy(handler());
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
