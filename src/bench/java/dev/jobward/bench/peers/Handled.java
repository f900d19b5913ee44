package dev.jobward.bench.peers;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the handlers of a peer have done; the handlers themselves do nothing but tell. */
final class Handled {

  private static final long PATIENCE_MINUTES = 10;

  private final BlockingQueue<Long> starts = new LinkedBlockingQueue<>();
  private volatile CountDownLatch expected = new CountDownLatch(0);
  private volatile boolean timed;

  void expect(int jobs) {
    timed = false;
    expected = new CountDownLatch(jobs);
  }

  /** From now on the moment of each start goes to the queue that it returns. */
  BlockingQueue<Long> time() {
    timed = true;
    return starts;
  }

  /** Belongs to the start of the handler. */
  void one() {
    if (timed) {
      starts.add(System.nanoTime());
    } else {
      expected.countDown();
    }
  }

  void await() throws InterruptedException, TimeoutException {
    if (!expected.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      throw new TimeoutException(expected.getCount() + " jobs have not been handled");
    }
  }
}
