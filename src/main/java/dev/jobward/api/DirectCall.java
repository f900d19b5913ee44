package dev.jobward.api;

import dev.jobward.job.Refusal;
import dev.jobward.security.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call that is not a JAX-RS resource, because its answer may be long in coming: what JAX-RS
 * writes holds a thread while a client is slow, and a servlet's asynchronous output does not.
 *
 * <p>Runs after {@link AuthenticationFilter}, and looks for faults in the order in which the others
 * do: method, media types, role.
 */
abstract class DirectCall extends HttpFilter {

  private static final long serialVersionUID = 1L;

  final Pattern path;
  final List<String> methods;
  final String role;

  /**
   * {@code path} below the application's own; the group in it, if there is one, is the job's id.
   */
  DirectCall(Pattern path, List<String> methods, String role) {
    this.path = path;
    this.methods = List.copyOf(methods);
    this.role = role;
  }

  /** Whether a request to this address is answered here. */
  boolean concerns(HttpServletRequest request) {
    return true;
  }

  /** Whether the client accepts what this call answers with. */
  abstract boolean accepts(Optional<String> accept);

  /** Whether what the client sends has a type that this call takes. */
  abstract boolean takesBodyOf(HttpServletRequest request);

  /**
   * Answers somebody who may call this.
   *
   * @throws ApiFailure or {@link Refusal} if there is something wrong with the request
   */
  abstract void answer(Matcher address, HttpServletRequest request, HttpServletResponse response)
      throws IOException;

  @Override
  protected final void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Matcher address =
        path.matcher(request.getRequestURI().substring(request.getContextPath().length()));
    if (!address.matches() || !concerns(request)) {
      chain.doFilter(request, response);
      return;
    }
    if (request.getMethod().equals("OPTIONS")) {
      response.setHeader("Allow", allowed());
      response.setStatus(204);
      return;
    }
    try {
      check(request);
      answer(address, request, response);
    } catch (ApiFailure e) {
      if (e.code() == ErrorCode.METHOD_NOT_ALLOWED) {
        response.setHeader("Allow", allowed());
      }
      ServletFailure.write(e, request, response);
    } catch (Refusal e) {
      ServletFailure.write(e, request, response);
    } catch (RuntimeException e) {
      ServletFailure.write(Failures.unforeseen(e, TraceId.of(request)), request, response);
    }
  }

  private String allowed() {
    return AllowFilter.sorted(String.join(",", methods) + ",OPTIONS");
  }

  private void check(HttpServletRequest request) {
    if (!methods.contains(request.getMethod())) {
      throw new ApiFailure(ErrorCode.METHOD_NOT_ALLOWED);
    }
    if (!takesBodyOf(request)) {
      throw new ApiFailure(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }
    if (!accepts(header(request, "Accept"))) {
      throw new ApiFailure(ErrorCode.NOT_ACCEPTABLE);
    }
    if (!Caller.hasRole(request.getUserPrincipal(), role)) {
      throw new ApiFailure(ErrorCode.FORBIDDEN);
    }
  }

  /** Several headers of a name come joined by commas, as JAX-RS has them. */
  static Optional<String> header(HttpServletRequest request, String name) {
    List<String> lines = Collections.list(request.getHeaders(name));
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
  }
}
