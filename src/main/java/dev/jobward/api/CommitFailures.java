package dev.jobward.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers for transactions that could not be committed. As {@link Failures} would, were it asked:
 * Jersey has a mapper of its own for just these, which fails.
 */
@Provider
public class CommitFailures implements ExceptionMapper<TransactionalException> {

  @Context private HttpServletRequest request;

  @SuppressWarnings("NullAway.Init") // the container sets the request
  public CommitFailures() {}

  @Override
  public Response toResponse(TransactionalException failure) {
    return new Failures(request).toResponse(failure);
  }
}
