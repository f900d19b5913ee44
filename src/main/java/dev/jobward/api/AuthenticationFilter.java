package dev.jobward.api;

import dev.jobward.job.Owner;
import dev.jobward.security.Caller;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.util.Collections;
import java.util.Optional;

/**
 * Under {@code /v1} nothing is looked at before the caller is known, not even whether the path
 * exists. Runs after {@link TraceFilter}; {@code web.xml} holds the order.
 */
public final class AuthenticationFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient Clock clock;

  @SuppressWarnings("NullAway.Init") // the container sets the clock
  public AuthenticationFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Owner> caller = caller(request);
    if (caller.isEmpty()) {
      ServletFailure.writeUnauthenticated(request, response);
      return;
    }
    request.setAttribute(Owner.class.getName(), caller.get());
    // JAX-RS takes parameters of a path (;a=b) for nothing; to us it is another path.
    if (request.getRequestURI().indexOf(';') >= 0) {
      ServletFailure.write(ErrorCode.NOT_FOUND, request, response);
      return;
    }
    chain.doFilter(request, response);
  }

  private Optional<Owner> caller(HttpServletRequest request) {
    // Of two tokens, nobody could say which one the server has verified.
    boolean oneToken = Collections.list(request.getHeaders("Authorization")).size() == 1;
    Principal principal = request.getUserPrincipal();
    return oneToken && principal != null ? Caller.owner(principal, clock) : Optional.empty();
  }

  /** Who sends this request. */
  public static Owner owner(HttpServletRequest request) {
    if (request.getAttribute(Owner.class.getName()) instanceof Owner owner) {
      return owner;
    }
    throw new IllegalStateException("a request under /v1 passed without its filter");
  }
}
