package dev.jobward.job;

import dev.jobward.platform.tracing.Traceparent;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as it is asked for. */
public final class NewJob {

  public static final int MIN_PRIORITY = -100;
  public static final int MAX_PRIORITY = 100;
  public static final int DEFAULT_MAX_ATTEMPTS = 3;
  public static final int MAX_MAX_ATTEMPTS = 100;
  public static final int DEFAULT_TIMEOUT_SECONDS = 3600;
  public static final int MAX_TIMEOUT_SECONDS = 86_400;

  /** The end of the year 9999: the last moment that the API knows, in Unix milliseconds. */
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  private final JobType type;
  private final String payload;
  private int priority;
  private int maxAttempts = DEFAULT_MAX_ATTEMPTS;
  private int timeoutSeconds = DEFAULT_TIMEOUT_SECONDS;
  private @Nullable Instant runAt;
  private @Nullable Instant expiresAt;
  private @Nullable Traceparent traceparent;

  private NewJob(JobType type, String payload) {
    this.type = type;
    this.payload = payload;
  }

  /**
   * A job with the default options.
   *
   * @param payload the text of one JSON object, kept as it is
   */
  public static NewJob of(JobType type, String payload) {
    return new NewJob(type, payload);
  }

  /** {@value #MIN_PRIORITY} to {@value #MAX_PRIORITY}; higher first among the owner's own. */
  public NewJob priority(int value) {
    this.priority = value;
    return this;
  }

  /** 1 to {@value #MAX_MAX_ATTEMPTS}. */
  public NewJob maxAttempts(int value) {
    this.maxAttempts = value;
    return this;
  }

  /** 1 to {@value #MAX_TIMEOUT_SECONDS} seconds for each attempt. */
  public NewJob timeoutSeconds(int value) {
    this.timeoutSeconds = value;
    return this;
  }

  /** No attempt starts before it; one in the past means now. */
  public NewJob runAt(Instant value) {
    this.runAt = value;
    return this;
  }

  /** The job fails if no attempt has started by then. */
  public NewJob expiresAt(Instant value) {
    this.expiresAt = value;
    return this;
  }

  /** Of the request that asks for the job. */
  public NewJob traceparent(Traceparent value) {
    this.traceparent = value;
    return this;
  }

  public JobType type() {
    return type;
  }

  public String payload() {
    return payload;
  }

  public int priority() {
    return priority;
  }

  public int maxAttempts() {
    return maxAttempts;
  }

  public int timeoutSeconds() {
    return timeoutSeconds;
  }

  public Optional<Instant> runAt() {
    return Optional.ofNullable(runAt);
  }

  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  public Optional<Traceparent> traceparent() {
    return Optional.ofNullable(traceparent);
  }
}
