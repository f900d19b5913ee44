package dev.jobward.dev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The wait for the application's own answer, and the reason when it does not come. */
final class Readiness {

  /** The application may need a moment after the server calls itself ready, but not more. */
  private static final Duration AFTER_READY = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final HttpRequest request;
  private final String baseUrl;
  private final Process server;
  private final ServerLog log;
  private String lastAnswer = "no connection";

  Readiness(String baseUrl, Process server, ServerLog log) {
    this.baseUrl = baseUrl;
    this.server = server;
    this.log = log;
    this.request =
        HttpRequest.newBuilder(URI.create(baseUrl + "/v1/jobs"))
            .timeout(Duration.ofSeconds(5))
            .build();
  }

  void await(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    long readyDeadline = Long.MAX_VALUE;
    try {
      while (!answers()) {
        if (!server.isAlive()) {
          throw failure("The server ended with exit code " + server.exitValue());
        }
        if (log.saysDeploymentFailed()) {
          throw failure("The application was not deployed");
        }
        if (readyDeadline == Long.MAX_VALUE && log.saysReady()) {
          readyDeadline = System.nanoTime() + AFTER_READY.toNanos();
        }
        if (System.nanoTime() > Math.min(deadline, readyDeadline)) {
          throw failure(
              "The server runs, but " + baseUrl + "/v1/jobs is not Jobward's (" + lastAnswer + ")");
        }
        // Returns at once when the process ends.
        boolean unused = server.waitFor(100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while waiting for the server.", e);
    }
  }

  /** Without a token the API says 401 in its own words; the bare server has nothing like it. */
  private boolean answers() throws InterruptedException {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      lastAnswer = "status " + response.statusCode();
      return response.statusCode() == 401
          && response
              .headers()
              .firstValue("Content-Type")
              .filter(type -> type.startsWith("application/json"))
              .isPresent()
          && response.body().contains("\"UNAUTHENTICATED\"");
    } catch (IOException e) {
      return false; // It does not listen yet.
    }
  }

  private StartFailure failure(String what) throws IOException {
    String sentence = what + log.failure().map(reason -> ": " + reason).orElse("");
    return new StartFailure(sentence.endsWith(".") ? sentence : sentence + ".");
  }
}
