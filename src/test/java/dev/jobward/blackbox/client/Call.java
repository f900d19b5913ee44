package dev.jobward.blackbox.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One request. */
public final class Call {

  private final Api api;
  private final String method;
  private final HttpRequest.Builder request;
  private HttpRequest.BodyPublisher body = BodyPublishers.noBody();

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
    this.body = BodyPublishers.ofByteArray(bytes);
    return this;
  }

  /** Sent in chunks, so that the server learns the length only at the end. */
  public Call chunked(byte[] bytes) {
    this.body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    return this;
  }

  public Answer send() {
    try {
      return answer(
          api.http()
              .send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends it, and leaves the answer to come when it comes. */
  public CompletableFuture<Answer> sendLater() {
    return api.http()
        .sendAsync(request.method(method, body).build(), HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(Call::answer);
  }

  /** Sends it, and reads the events that it is answered with as they come. */
  public EventFeed follow() {
    EventFeed feed = new EventFeed();
    feed.readFrom(api.http().sendAsync(request.method(method, body).build(), feed.handler()));
    return feed;
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), response.headers().map(), response.body());
  }
}
