package dev.jobward.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Sends requests over several connections at once, each after the answer to the one before. */
final class Clients {

  private Clients() {}

  /** Makes the request with this number, from 0. */
  interface Requests extends IntFunction<byte[]> {}

  /**
   * Requests a second, all of them answered as expected.
   *
   * @param ports of the servers that share them
   */
  static double perSecond(
      List<Integer> ports, int connections, int count, int status, Requests requests)
      throws IOException, InterruptedException {
    List<Connection> open = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      for (int i = 0; i < connections; i++) {
        open.add(new Connection(ports.get(i % ports.size())));
      }
      AtomicInteger next = new AtomicInteger();
      long start = System.nanoTime();
      List<Future<?>> done = new ArrayList<>();
      for (Connection connection : open) {
        done.add(
            threads.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    Connection.Answer unused = connection.send(requests.apply(i)).require(status);
                  }
                  return null;
                }));
      }
      for (Future<?> client : done) {
        client.get();
      }
      return count * 1e9 / (System.nanoTime() - start);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
      for (Connection connection : open) {
        connection.close();
      }
    }
  }
}
