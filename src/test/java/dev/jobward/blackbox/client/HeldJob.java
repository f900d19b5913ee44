package dev.jobward.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

/** A job that runs for as long as a test needs it to: a worker over HTTP holds it. */
public final class HeldJob {

  private static final int LEASE_SECONDS = 300;

  private final Client worker;
  private final String id;
  private final String token;

  private HeldJob(Client worker, JsonNode claimed) {
    this.worker = worker;
    this.id = claimed.path("jobId").asString();
    this.token = claimed.path("leaseToken").asString();
  }

  /** Creates a job of a type of its own for somebody, and claims it. */
  public static HeldJob of(Client owner, Api api) {
    return of(owner, api, JobBody.idle());
  }

  /** The same, with a type of its own in the body. */
  public static HeldJob of(Client owner, Api api, JobBody body) {
    return claim(api, owner.create(body).path("jobType").asString());
  }

  /** Claims the first job of this type. */
  public static HeldJob claim(Api api, String jobType) {
    Client worker = api.client("holder", "worker");
    Answer claimed =
        worker
            .call("POST", "/v1/worker/claim")
            .json(
                "{\"workerId\":\"holder\",\"jobTypes\":[\"%s\"],\"leaseSeconds\":%d,\"waitSeconds\":10}"
                    .formatted(jobType, LEASE_SECONDS))
            .send();
    assertThat(claimed.status()).as("%s", claimed).isEqualTo(200);
    assertThat(claimed.jobs()).hasSize(1);
    return new HeldJob(worker, claimed.jobs().get(0));
  }

  public String id() {
    return id;
  }

  /** Renews the lease, and says nothing else. */
  public void heartbeat() {
    Answer renewed = call("heartbeat", ",\"leaseSeconds\":" + LEASE_SECONDS);
    assertThat(renewed.status()).as("%s", renewed).isEqualTo(200);
  }

  /** Tells how far it has come; {@code cancelRequested} is in the answer. */
  public Answer progress(int percent, String message) {
    return call(
        "heartbeat",
        ",\"leaseSeconds\":%d,\"progress\":{\"percent\":%d,\"message\":\"%s\"}"
            .formatted(LEASE_SECONDS, percent, message));
  }

  public void complete(String jsonResult) {
    assertThat(call("complete", ",\"resultType\":\"JSON\",\"result\":" + jsonResult).status())
        .isEqualTo(200);
  }

  public void fail(String code, boolean retryable) {
    assertThat(
            call(
                    "fail",
                    ",\"code\":\"%s\",\"message\":\"It failed.\",\"retryable\":%s"
                        .formatted(code, retryable))
                .status())
        .isEqualTo(200);
  }

  private Answer call(String path, String members) {
    return worker
        .call("POST", "/v1/worker/jobs/" + id + "/" + path)
        .json("{\"leaseToken\":\"%s\"%s}".formatted(token, members))
        .send();
  }
}
