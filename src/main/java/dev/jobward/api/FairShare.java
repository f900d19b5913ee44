package dev.jobward.api;

import dev.jobward.job.Owner;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leaves threads of the server to others: a body that comes slowly holds one for as long as it
 * takes, and one user who sends hundreds of them would hold them all. Who waits for a job, for
 * events or for work holds none, and is not counted.
 */
public final class FairShare extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** Requests of one user at once; {@code server-config} gives the server four times as many. */
  static final int MOST = 100;

  private final transient ConcurrentHashMap<Owner, Integer> running = new ConcurrentHashMap<>();

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Owner owner = AuthenticationFilter.owner(request);
    int mine = running.merge(owner, 1, Integer::sum);
    try {
      if (mine > MOST) {
        ServletFailure.write(ErrorCode.UNAVAILABLE, request, response);
      } else {
        chain.doFilter(request, response);
      }
    } finally {
      running.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
    }
  }
}
