package dev.jobward.handlers.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A server on 127.0.0.1 that may do what no proper one does. */
final class RawServer implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore accepted = new Semaphore(0);
  private final ServerSocket server;

  private RawServer(Script script) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(() -> accept(script));
  }

  /** What becomes of each connection; it is closed in the end. */
  @FunctionalInterface
  interface Script {
    void run(Socket connection) throws IOException, InterruptedException;
  }

  static RawServer doing(Script script) throws IOException {
    return new RawServer(script);
  }

  /** Reads the head of a request, sends these bytes, and closes. */
  static RawServer answering(String bytes) throws IOException {
    return doing(
        connection -> {
          readHead(connection);
          send(connection, bytes);
        });
  }

  static void readHead(Socket connection) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    String line = lines.readLine();
    while (line != null && !line.isEmpty()) {
      line = lines.readLine();
    }
  }

  static void send(Socket connection, String bytes) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  int port() {
    return server.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** Waits for the next connection. */
  void awaitConnection() throws InterruptedException {
    if (!accepted.tryAcquire(10, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody connected");
    }
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket connection = server.accept();
        accepted.release();
        threads.execute(() -> run(script, connection));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void run(Script script, Socket connection) {
    try (connection) {
      script.run(connection);
    } catch (IOException e) {
      // The client has gone; for some tests that is the point.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
