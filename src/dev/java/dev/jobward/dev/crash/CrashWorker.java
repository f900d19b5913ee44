package dev.jobward.dev.crash;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A worker over HTTP, in a process of its own that can be frozen. It writes down each completion
 * that a server has accepted, before it goes on.
 */
final class CrashWorker {

  static final String TYPE = "crash.work";

  private static final int LEASE_SECONDS = 5;
  private static final int LONGEST_WORK_MILLIS = 300;

  private static final Pattern CLAIMED =
      Pattern.compile("\"jobId\":\"([0-9a-f-]{36})\".*?\"leaseToken\":\"([0-9a-f-]{36})\"");

  private final Http http;
  private final String name;
  private final FileOutputStream record;
  private final CountDownLatch never = new CountDownLatch(1);

  private CrashWorker(Http http, String name, FileOutputStream record) {
    this.http = http;
    this.name = name;
    this.record = record;
  }

  /** Servers separated by commas, a token, the worker's name, and the file to write to. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> urls = Arrays.asList(args[0].split(",", -1));
    try (FileOutputStream record = new FileOutputStream(args[3], true)) {
      CrashWorker worker = new CrashWorker(new Http(urls, args[1]), args[2], record);
      while (true) {
        worker.claimAndRun();
      }
    }
  }

  private void claimAndRun() throws IOException, InterruptedException {
    Http.Answer claim =
        http.post(
            "/v1/worker/claim",
            "{\"workerId\":\"%s\",\"jobTypes\":[\"%s\"],\"maxJobs\":4,\"leaseSeconds\":%d,\"waitSeconds\":5}"
                .formatted(name, TYPE, LEASE_SECONDS));
    if (claim.status() != 200) {
      pause(200);
      return;
    }
    Matcher job = CLAIMED.matcher(claim.body());
    while (job.find()) {
      run(job.group(1), job.group(2));
    }
  }

  private void run(String id, String token) throws IOException, InterruptedException {
    Http.Answer beat =
        http.post(
            "/v1/worker/jobs/" + id + "/heartbeat",
            "{\"leaseToken\":\"%s\",\"leaseSeconds\":%d}".formatted(token, LEASE_SECONDS));
    if (beat.status() == 409 || beat.status() == 404) {
      return;
    }
    pause(RandomGenerator.getDefault().nextInt(LONGEST_WORK_MILLIS));
    // No two attempts have the same result, so that one could not pass for the other.
    String word =
        "{\"leaseToken\":\"%s\",\"resultType\":\"JSON\",\"result\":{\"by\":\"%s\",\"nonce\":\"%s\"}}"
            .formatted(token, name, UUID.randomUUID());
    while (true) {
      int status = http.post("/v1/worker/jobs/" + id + "/complete", word).status();
      if (status == 200) {
        record.write((id + " " + token + "\n").getBytes(StandardCharsets.US_ASCII));
        record.getFD().sync();
        return;
      }
      if (status == 409 || status == 404) {
        return;
      }
      pause(200);
    }
  }

  private void pause(long millis) throws InterruptedException {
    boolean unused = never.await(millis, TimeUnit.MILLISECONDS);
  }
}
