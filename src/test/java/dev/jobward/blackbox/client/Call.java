package dev.jobward.blackbox.client;

import dev.jobward.openapi.Conformity;
import dev.jobward.openapi.ReceivedAnswer;
import dev.jobward.openapi.SentRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One request. Whatever comes back is compared with the description of the API. */
public final class Call {

  private final Api api;
  private final String method;
  private final HttpRequest.Builder request;
  private HttpRequest.BodyPublisher body = BodyPublishers.noBody();
  private byte[] sent = new byte[0];

  Call(Api api, String method, String path) {
    this.api = api;
    this.method = method;
    this.request =
        HttpRequest.newBuilder(URI.create(api.baseUri() + path)).timeout(Duration.ofSeconds(30));
  }

  public Call header(String name, String value) {
    request.header(name, value);
    return this;
  }

  public Call json(String text) {
    return header("Content-Type", "application/json").body(text);
  }

  public Call body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sent with a length. */
  public Call body(byte[] bytes) {
    this.sent = bytes;
    this.body = BodyPublishers.ofByteArray(bytes);
    return this;
  }

  /** Sent in chunks, so that the server learns the length only at the end. */
  public Call chunked(byte[] bytes) {
    this.sent = bytes;
    this.body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    return this;
  }

  public Answer send() {
    HttpRequest built = built();
    try {
      return answer(built, api.http().send(built, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends it, and leaves the answer to come when it comes. */
  public CompletableFuture<Answer> sendLater() {
    HttpRequest built = built();
    return api.http()
        .sendAsync(built, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(response -> answer(built, response));
  }

  /** Sends it, and reads the events that it is answered with as they come. */
  public EventFeed follow() {
    HttpRequest built = built();
    EventFeed feed = new EventFeed();
    feed.readFrom(
        api.http()
            .sendAsync(
                built,
                feed.handler(head -> check(built, head.statusCode(), head.headers().map()))));
    return feed;
  }

  private HttpRequest built() {
    return request.method(method, body).build();
  }

  private Answer answer(HttpRequest built, HttpResponse<byte[]> response) {
    Conformity.check(
        sent(built),
        new ReceivedAnswer(
            response.statusCode(), response.headers().map(), Optional.of(response.body())));
    return new Answer(response.statusCode(), response.headers().map(), response.body());
  }

  private void check(HttpRequest built, int status, Map<String, List<String>> headers) {
    Conformity.check(sent(built), new ReceivedAnswer(status, headers, Optional.empty()));
  }

  private SentRequest sent(HttpRequest built) {
    URI uri = built.uri();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new SentRequest(
        method, uri.getRawPath() + query, built.headers().map(), Optional.of(sent), false);
  }
}
