package dev.jobward.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The container's side of an asynchronous answer, and a client that takes as much of it as a test
 * lets it. As strict as a container may be: who writes or flushes without having asked fails.
 */
final class SlowClient {

  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<AsyncListener> listeners = new CopyOnWriteArrayList<>();
  private Optional<WriteListener> writer = Optional.empty();
  private Optional<Exception> failure = Optional.empty();
  private int room;
  private boolean ready;
  private boolean waitedFor;
  private int completions;
  private int status = 200;

  private SlowClient(int room) {
    this.room = room;
  }

  /** Takes nothing yet. */
  static SlowClient stalled() {
    return new SlowClient(0);
  }

  /** Takes everything. */
  static SlowClient eager() {
    return new SlowClient(Integer.MAX_VALUE);
  }

  /** Lets it take so many more writes, and tells who waits for that. */
  void take(int writes) {
    boolean told;
    synchronized (this) {
      room += writes;
      told = waitedFor;
      waitedFor = false;
    }
    if (told) {
      allowWriting();
    }
  }

  /** What a container does once a listener is set, and whenever it could not write before. */
  void allowWriting() {
    try {
      writer.orElseThrow().onWritePossible();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** From now on it is gone, which shows when it is written to. */
  synchronized void leave(Exception as) {
    failure = Optional.of(as);
  }

  /** It goes, and the container hears of that. */
  void hangUp() {
    writer.orElseThrow().onError(new IOException("reset"));
  }

  /** As it was set, or 200. */
  int status() {
    return status;
  }

  /** What has reached it: all that was flushed. */
  synchronized String received() {
    return received.toString(StandardCharsets.UTF_8);
  }

  /** How often the answer was completed. */
  synchronized int completions() {
    return completions;
  }

  AsyncContext context() {
    HttpServletResponse response = response();
    return proxy(
        AsyncContext.class,
        (name, argument) -> {
          switch (name) {
            case "getResponse" -> {
              return response;
            }
            case "addListener" -> listeners.add((AsyncListener) argument);
            case "complete" -> complete();
            default -> throw new UnsupportedOperationException(name);
          }
          return Optional.empty();
        });
  }

  private HttpServletResponse response() {
    return proxy(
        HttpServletResponse.class,
        (name, argument) -> {
          switch (name) {
            case "getOutputStream" -> {
              return new Output();
            }
            case "setStatus" -> status = (int) argument;
            default -> {
              if (!name.startsWith("set")) {
                throw new UnsupportedOperationException(name);
              }
            }
          }
          return Optional.empty();
        });
  }

  private void complete() {
    synchronized (this) {
      completions++;
      if (completions > 1) {
        throw new IllegalStateException("completed before");
      }
    }
    for (AsyncListener listener : listeners) {
      try {
        listener.onComplete(new AsyncEvent(context(), Requests.plain(), response()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private interface Calls {
    Object call(String name, Object argument);
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            SlowClient.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object argument = arguments == null ? "" : arguments[0];
              Object result = calls.call(method.getName(), argument);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  private final class Output extends ServletOutputStream {

    @Override
    public boolean isReady() {
      synchronized (SlowClient.this) {
        ready = room > 0;
        waitedFor |= !ready;
        return ready;
      }
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      writer = Optional.of(listener);
    }

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("one byte at a time");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      synchronized (SlowClient.this) {
        use();
        room--;
        buffer.writeBytes(bytes);
      }
    }

    @Override
    public void flush() throws IOException {
      synchronized (SlowClient.this) {
        use();
        received.writeBytes(buffer.toByteArray());
        buffer.reset();
      }
    }

    private void use() throws IOException {
      if (!ready || completions > 0) {
        throw new AssertionError("used without having been ready");
      }
      ready = false;
      if (failure.isPresent()) {
        if (failure.get() instanceof IOException io) {
          throw io;
        }
        throw (RuntimeException) failure.get();
      }
    }
  }
}
