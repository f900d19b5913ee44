package dev.jobward.platform.keys;

import dev.jobward.platform.Loop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands the last known keys out at a port of 127.0.0.1. All servers can read keys from a URL and
 * keep them for as long as the answer says, which is the one way to give them new ones while they
 * run. Public keys are no secret; whoever else is on this machine may read them.
 *
 * <p>Its threads are its own: the server asks for the URL before the application and the executors
 * of the container are there.
 */
final class KeysAtHand implements AutoCloseable {

  /**
   * How often the provider is asked. With {@link #SERVER_KEEPS_SECONDS} this is how late a new key
   * is.
   */
  private static final Duration INTERVAL = Duration.ofSeconds(20);

  private static final int SERVER_KEEPS_SECONDS = 5;
  private static final int CLIENT_PATIENCE_MILLIS = 5_000;
  private static final int MAX_REQUEST_BYTES = 8_192;

  private final ProviderKeys keys;
  private final Loop asking;
  private final ServerSocket door;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "jobward-keys");
            thread.setDaemon(true);
            return thread;
          });

  private KeysAtHand(ProviderKeys keys, ServerSocket door) {
    this.keys = keys;
    this.door = door;
    this.asking = new Loop("Asking the identity provider for its keys", INTERVAL, keys::askOnce);
  }

  /**
   * Begins to ask the provider, and to hand out what it says.
   *
   * @throws UncheckedIOException if no port can be had
   */
  static KeysAtHand open(ProviderKeys keys) {
    try {
      byte[] loopback = {127, 0, 0, 1};
      ServerSocket door = new ServerSocket(0, 50, InetAddress.getByAddress(loopback));
      KeysAtHand opened = new KeysAtHand(keys, door);
      opened.asking.start(opened.threads);
      opened.threads.execute(opened::letIn);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("no port to hand out keys at", e);
    }
  }

  /** Where they are. */
  URI location() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort() + "/keys");
  }

  @Override
  public void close() {
    asking.stop();
    threads.shutdownNow();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void letIn() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        answerLater(client);
      } catch (IOException e) {
        // It is closed, or this one client is gone already; the next look tells which.
      }
    }
  }

  private void answerLater(Socket client) throws IOException {
    try {
      threads.execute(() -> answer(client));
    } catch (RejectedExecutionException e) {
      // Who came while this was closed is not to wait for an answer.
      client.close();
    }
  }

  private void answer(Socket client) {
    try (client) {
      client.setSoTimeout(CLIENT_PATIENCE_MILLIS);
      boolean isGet = readHead(client.getInputStream()).startsWith("GET ");
      byte[] body = isGet ? keys.known() : new byte[0];
      String head =
          """
          HTTP/1.1 %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          Cache-Control: max-age=%d\r
          Connection: close\r
          \r
          """
              .formatted(
                  isGet ? "200 OK" : "405 Method Not Allowed", body.length, SERVER_KEEPS_SECONDS);
      OutputStream out = client.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
    } catch (IOException e) {
      // Whoever it was is gone; a server that needs keys asks again.
    }
  }

  /** Up to the empty line; a body does not come with a GET. */
  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int c = in.read();
      if (c < 0 || head.length() == MAX_REQUEST_BYTES) {
        throw new SocketTimeoutException("not a request");
      }
      head.append((char) c);
    }
    return head.toString();
  }
}
