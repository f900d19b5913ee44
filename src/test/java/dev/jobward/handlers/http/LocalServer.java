package dev.jobward.handlers.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on 127.0.0.1, and what it was asked. */
public final class LocalServer implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  private LocalServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  public static LocalServer start() throws IOException {
    return new LocalServer();
  }

  /** A request, as it came. */
  public record Received(
      String method, String uri, Map<String, List<String>> headers, String body) {

    public String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .flatMap(header -> header.getValue().stream())
          .reduce((first, next) -> first + "|" + next)
          .orElse("none");
    }
  }

  /** {@code headers} are names and values in turns. */
  public LocalServer answer(String path, int status, byte[] body, String... headers) {
    server.createContext(path, exchange -> answer(exchange, status, body, headers));
    return this;
  }

  public LocalServer answer(String path, int status, String body, String... headers) {
    return answer(path, status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public LocalServer redirect(String path, int status, String location) {
    return answer(path, status, "", "Location", location);
  }

  /** The first request gets this status, every later one 200. */
  public LocalServer failFirst(String path, int status, String... headers) {
    AtomicBoolean failed = new AtomicBoolean();
    server.createContext(
        path,
        exchange -> {
          if (failed.compareAndSet(false, true)) {
            answer(exchange, status, new byte[0], headers);
          } else {
            answer(exchange, 200, new byte[0]);
          }
        });
    return this;
  }

  /** One body after the other, with 200; the last for all that follow. */
  public LocalServer answerInTurn(String path, String... bodies) {
    AtomicInteger next = new AtomicInteger();
    server.createContext(
        path,
        exchange -> {
          int turn = Math.min(next.getAndIncrement(), bodies.length - 1);
          answer(exchange, 200, bodies[turn].getBytes(StandardCharsets.UTF_8));
        });
    return this;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  public Received last() {
    return received.get(received.size() - 1);
  }

  private void answer(HttpExchange exchange, int status, byte[] body, String... headers)
      throws IOException {
    try (exchange) {
      received.add(
          new Received(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
