package dev.jobward.api;

import dev.jobward.job.Owner;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Logger;

/** What the server would answer in HTML, or with nothing: unknown paths, refused tokens. */
@WebServlet("/error")
public final class ErrorPage extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(ErrorPage.class.getName());

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      // An answer is on its way and breaks off; a second one must not pass for the end of it.
      return;
    }
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // Asked for by its own address it is not there.
    ErrorCode code = ServletFailure.code(status instanceof Integer known ? known : 404, request);
    if (code == ErrorCode.INTERNAL && isOfToken(request)) {
      LOG.warning(() -> "request " + TraceId.of(request) + ": the server cannot check its token");
      code = ErrorCode.UNAUTHENTICATED;
    } else if (code == ErrorCode.INTERNAL
        && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
      // The server's own log may say nothing of it. Without a failure it is a client that hung up.
      code = Failures.unforeseen(failure, TraceId.of(request));
    }
    if (code == ErrorCode.UNAUTHENTICATED) {
      ServletFailure.writeUnauthenticated(request, response);
    } else {
      ServletFailure.write(code, request, response);
    }
  }

  /**
   * Whether the server failed while it looked at a token, before any filter of ours: one that it
   * has no key for, while the keys cannot be fetched. Nobody has shown who calls.
   */
  private static boolean isOfToken(HttpServletRequest request) {
    return AuthenticationFilter.isConcerned(ServletFailure.address(request), request)
        && request.getAttribute(Owner.class.getName()) == null
        && request.getHeader("Authorization") != null;
  }
}
