package dev.jobward.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.openapi.Conformity;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Server-Sent Events as they come in. */
public final class EventFeed implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Semaphore comments = new Semaphore(0);
  private final CompletableFuture<Answer> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  EventFeed() {}

  /**
   * One event.
   *
   * @param fields its lines, as they came
   * @param receivedAt as {@link System#nanoTime} has it
   */
  public record Event(List<String> fields, long receivedAt) {

    public String name() {
      return field("event");
    }

    public int id() {
      return Integer.parseInt(field("id"));
    }

    public JsonNode job() {
      JsonNode job = JsonText.parse(field("data"));
      Conformity.checkEvent(job);
      return job;
    }

    public String status() {
      return job().path("status").asString();
    }

    private String field(String name) {
      List<String> values =
          fields.stream()
              .filter(line -> line.startsWith(name + ": "))
              .map(line -> line.substring(name.length() + 2))
              .toList();
      assertThat(values).as("%s in %s", name, fields).hasSize(1);
      return values.get(0);
    }
  }

  /** {@code check} looks at the answer's head before anything else. */
  HttpResponse.BodyHandler<Void> handler(Consumer<HttpResponse.ResponseInfo> check) {
    return head -> {
      check.accept(head);
      opened.complete(new Answer(head.statusCode(), head.headers().map(), new byte[0]));
      return HttpResponse.BodySubscribers.fromLineSubscriber(new Lines());
    };
  }

  void readFrom(CompletableFuture<?> answer) {
    var unused =
        answer.whenComplete(
            (none, failure) -> {
              if (failure == null) {
                ended.complete(null);
              } else {
                opened.completeExceptionally(failure);
                ended.completeExceptionally(failure);
              }
            });
  }

  /** Status and headers, once they are there. */
  public Answer opened() {
    return opened.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** The next event; waits for it. */
  public Event next() {
    try {
      Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as("an event within %d s", PATIENCE_SECONDS).isNotNull();
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Events that have come and were not asked for. */
  public List<Event> pending() {
    return List.copyOf(events);
  }

  /** Waits for a comment line. */
  public boolean hasCommentWithin(int seconds) {
    try {
      return comments.tryAcquire(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the server has ended the stream in order, and gives what was left in it. */
  public List<Event> rest() {
    ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    return pending();
  }

  public boolean isOver() {
    return ended.isDone();
  }

  /** Goes away, without a word to the server. */
  @Override
  public void close() {
    var unused = subscription.thenAccept(Flow.Subscription::cancel);
  }

  private final class Lines implements Flow.Subscriber<String> {

    private final List<String> fields = new ArrayList<>();

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription.complete(begun);
      begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith(":")) {
        comments.release();
      } else if (!line.isEmpty()) {
        fields.add(line);
      } else if (!fields.isEmpty()) {
        events.add(new Event(List.copyOf(fields), System.nanoTime()));
        fields.clear();
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The whole answer fails with it.
    }

    @Override
    public void onComplete() {
      // The whole answer is complete with it.
    }
  }
}
