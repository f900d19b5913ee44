package dev.jobward.dev.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls any of the servers that answers: one of them may be dead, or the database. */
final class Http {

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final List<String> urls;
  private final String token;

  Http(List<String> urls, String token) {
    this.urls = List.copyOf(urls);
    this.token = token;
  }

  /** What came back from the API; status 0 if nothing did. */
  record Answer(int status, String body) {

    /** The string member of this name, wherever it is. */
    Optional<String> member(String name) {
      Matcher member = Pattern.compile('"' + name + "\":\"([^\"]*)\"").matcher(body);
      return member.find() ? Optional.of(member.group(1)) : Optional.empty();
    }
  }

  /** Sent once, to a server at random. */
  Answer post(String path, String body, String... headers) throws InterruptedException {
    String url = urls.get(RandomGenerator.getDefault().nextInt(urls.size()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(15))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      // A server that has not deployed the application yet says 404 in words of its own.
      return response.body().contains("\"success\":")
          ? new Answer(response.statusCode(), response.body())
          : new Answer(0, "");
    } catch (IOException e) {
      return new Answer(0, "");
    }
  }
}
