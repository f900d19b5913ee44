package dev.jobward.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A worker over HTTP that does nothing with its jobs, and reports them together. */
final class HttpWorker implements AutoCloseable {

  private static final Pattern HELD =
      Pattern.compile("\"jobId\":\"([^\"]+)\".*?\"leaseToken\":\"([^\"]+)\"");

  private final Connection connection;
  private final String token;
  private final String type;

  HttpWorker(int port, String token, String type) throws IOException {
    this.connection = new Connection(port);
    this.token = token;
    this.type = type;
  }

  /** A job that it has claimed. */
  record Held(String jobId, String leaseToken) {}

  /** Waits for some at most ten seconds. */
  List<Held> claim(int most) throws IOException {
    String answer =
        post(
                "/v1/worker/claim",
                "{\"workerId\":\"bench\",\"jobTypes\":[\"%s\"],\"maxJobs\":%d,\"waitSeconds\":%d}"
                    .formatted(type, most, most == 1 ? 10 : 0))
            .text();
    List<Held> held = new ArrayList<>();
    Matcher job = HELD.matcher(answer);
    while (job.find()) {
      held.add(new Held(job.group(1), job.group(2)));
    }
    return held;
  }

  void complete(List<Held> held) throws IOException {
    String reports =
        held.stream()
            .map(
                job ->
                    "{\"jobId\":\"%s\",\"leaseToken\":\"%s\",\"outcome\":\"complete\",\"resultType\":\"NONE\"}"
                        .formatted(job.jobId(), job.leaseToken()))
            .collect(Collectors.joining(","));
    Connection.Answer unused = post("/v1/worker/reports", "{\"reports\":[" + reports + "]}");
  }

  /** Until nothing is left. */
  void workAll() throws IOException {
    for (List<Held> held = claim(100); !held.isEmpty(); held = claim(100)) {
      complete(held);
    }
  }

  private Connection.Answer post(String path, String body) throws IOException {
    return connection
        .send(Connection.request("POST", path, token, "", body.getBytes(StandardCharsets.UTF_8)))
        .require(200);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
