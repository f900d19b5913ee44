package dev.jobward.dev.crash;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * What {@code http.request} jobs call: it answers after a while, so that servers die in between.
 */
final class SlowTarget implements AutoCloseable {

  private static final int SLOWEST_MILLIS = 1_500;

  private final HttpServer server;
  private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(4);
  private final AtomicLong calls = new AtomicLong();

  private SlowTarget(HttpServer server) {
    this.server = server;
  }

  static SlowTarget start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
      SlowTarget target = new SlowTarget(server);
      server.createContext(
          "/",
          exchange -> {
            target.calls.incrementAndGet();
            long delay = RandomGenerator.getDefault().nextLong(SLOWEST_MILLIS);
            var unused =
                target.answers.schedule(() -> answer(exchange), delay, TimeUnit.MILLISECONDS);
          });
      server.start();
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange) {
    byte[] body = "done".getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      // The server that called was killed meanwhile, which is what this is for.
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** More than there were jobs: those of killed servers were done again. */
  long calls() {
    return calls.get();
  }

  @Override
  public void close() {
    server.stop(0);
    answers.shutdownNow();
  }
}
