package dev.jobward.api;

import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets in as many large bodies at once as there is memory for. A body is kept whole, and parsed,
 * stored and answered it takes many times its length: a dozen of the largest batches would end a
 * server with a heap of half a gigabyte. Files are not kept, and need no room.
 */
public final class LargeBodies extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** Bodies up to this size, in bytes, are never many enough to matter. */
  private static final int SMALL = 256 * 1024;

  /** What a body takes at the most while it is worked on, as a multiple of its length. */
  private static final int TIMES = 16;

  private static final int PATIENCE_SECONDS = 2;

  private static final Set<String> MANY_AT_ONCE = Set.of("/v1/jobs/batch", "/v1/worker/reports");

  private final int total;
  private final transient Semaphore room;

  @Inject private transient Settings settings;

  @SuppressWarnings("NullAway.Init") // the container sets the field
  public LargeBodies() {
    total = kib(Runtime.getRuntime().maxMemory() / TIMES);
    room = new Semaphore(total, true);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long length = length(request);
    // One that alone is too large for this heap goes alone.
    int needed = length <= SMALL ? 0 : Math.min(kib(length), total);
    if (!isThereRoom(needed)) {
      ServletFailure.write(ErrorCode.UNAVAILABLE, request, response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      room.release(needed);
    }
  }

  /** As it is announced, or the most that it can be; 0 if it is not read. */
  private long length(HttpServletRequest request) {
    if (!request.getMethod().equals("POST")) {
      return 0;
    }
    String address = request.getRequestURI().substring(request.getContextPath().length());
    boolean many = MANY_AT_ONCE.contains(address);
    int limit = settings.number(many ? Setting.MAX_BATCH_BYTES : Setting.MAX_BODY_BYTES);
    long announced = request.getContentLengthLong();
    if (announced > limit) {
      return 0;
    }
    boolean chunked = announced < 0 && request.getHeader("Transfer-Encoding") != null;
    return chunked ? limit : announced;
  }

  private boolean isThereRoom(int needed) {
    try {
      return needed == 0 || room.tryAcquire(needed, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int kib(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / 1024));
  }
}
