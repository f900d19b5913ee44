package dev.jobward.api;

import dev.jobward.job.Owner;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Leaves threads of the server to others: a body that comes slowly holds one for as long as it
 * takes, and one user who sends hundreds of them would hold them all. Requests without a body are
 * not counted.
 */
public final class FairShare extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /**
   * Bodies of one user at once; {@code server-config} gives the server four times as many threads.
   */
  private static final int MOST = 100;

  /** How long one more waits, for honest users who send many at once. */
  private static final int PATIENCE_SECONDS = 1;

  private final transient ConcurrentHashMap<Owner, Share> shares = new ConcurrentHashMap<>();

  /** What one user has, who has requests now. */
  private static final class Share {
    private final Semaphore room = new Semaphore(MOST, true);
    private int requests;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!hasBody(request)) {
      chain.doFilter(request, response);
      return;
    }
    Owner owner = AuthenticationFilter.owner(request);
    Share share = shares.compute(owner, (user, now) -> oneMore(now));
    try {
      if (!isThereRoom(share)) {
        ServletFailure.write(ErrorCode.UNAVAILABLE, request, response);
        // One of the servers would keep it until the rest of the body has come.
        response.flushBuffer();
        return;
      }
      try {
        chain.doFilter(request, response);
      } finally {
        share.room.release();
      }
    } finally {
      shares.computeIfPresent(owner, (user, now) -> oneLess(now));
    }
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private static Share oneMore(@Nullable Share now) {
    Share share = now == null ? new Share() : now;
    share.requests++;
    return share;
  }

  private static @Nullable Share oneLess(Share share) {
    share.requests--;
    return share.requests == 0 ? null : share;
  }

  private static boolean isThereRoom(Share share) {
    try {
      return share.room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
