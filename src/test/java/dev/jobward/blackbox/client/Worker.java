package dev.jobward.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A program that runs jobs over HTTP. */
public final class Worker {

  private final Client client;

  Worker(Client client) {
    this.client = client;
  }

  /** A request that is not sent yet; {@code path} is below {@code /v1/worker/}. */
  public Call call(String method, String path) {
    return client.call(method, "/v1/worker/" + path);
  }

  public Answer claim(WorkerBody body) {
    return call("POST", "claim").json(body.json()).send();
  }

  /** What a claim gives. */
  public List<Leased> take(WorkerBody body) {
    Answer answer = claim(body);
    assertThat(answer).isSuccess(200);
    return answer.jobs().stream().map(Leased::of).toList();
  }

  /** One job of this type, of which there has to be one. */
  public Leased take(String type) {
    List<Leased> taken = take(WorkerBody.claim(type));
    assertThat(taken).hasSize(1);
    return taken.get(0);
  }

  /** One job of this type, of which there will be one within some seconds. */
  public Leased takeSoon(String type) {
    List<Leased> taken = take(WorkerBody.claim(type).with("waitSeconds", "20"));
    assertThat(taken).hasSize(1);
    return taken.get(0);
  }

  /** A word on a job: {@code heartbeat}, {@code complete} or {@code fail}. */
  public Call call(Leased held, String word) {
    return call("POST", "jobs/" + held.jobId() + "/" + word);
  }

  public Answer heartbeat(Leased held, WorkerBody body) {
    return call(held, "heartbeat").json(body.json()).send();
  }

  public Answer heartbeat(Leased held) {
    return heartbeat(held, WorkerBody.of(held));
  }

  public Answer complete(Leased held, WorkerBody body) {
    return call(held, "complete").json(body.json()).send();
  }

  public Answer complete(Leased held) {
    return complete(held, WorkerBody.of(held));
  }

  public Answer fail(Leased held, WorkerBody body) {
    return call(held, "fail").json(body.json()).send();
  }

  public Answer fail(Leased held) {
    return fail(held, WorkerBody.failure(held));
  }

  /** The call that sends a file; it says nothing of the file yet. */
  public Call put(Leased held) {
    return call("PUT", "jobs/" + held.jobId() + "/result").header("Lease-Token", held.token());
  }

  public Answer put(Leased held, byte[] file) {
    return put(held).body(file).send();
  }

  public Answer report(WorkerBody... reports) {
    return report(Arrays.stream(reports).map(WorkerBody::json).toList());
  }

  public Answer report(List<String> reports) {
    return call("POST", "reports")
        .json(reports.stream().collect(Collectors.joining(",", "{\"reports\":[", "]}")))
        .send();
  }
}
