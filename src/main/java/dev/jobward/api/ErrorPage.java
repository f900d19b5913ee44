package dev.jobward.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
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
    if ((code == ErrorCode.FORBIDDEN || code == ErrorCode.METHOD_NOT_ALLOWED)
        && !isOfTheApi(request)) {
      // What the server has there besides, and shows to nobody, is not there.
      code = ErrorCode.NOT_FOUND;
    }
    if (code == ErrorCode.INTERNAL) {
      Object failed = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
      if (failed instanceof IOException gone) {
        // Nobody reads this answer: the connection is what failed.
        LOG.log(Level.FINE, "A client is gone", gone);
      } else if (failed instanceof Throwable failure) {
        // The server's own log may say nothing of it.
        code = Failures.unforeseen(failure, TraceId.of(request));
      } else if (isRefusedToken(request)) {
        code = ErrorCode.UNAUTHENTICATED;
      }
      // Otherwise it is a client that hung up.
    }
    if (code == ErrorCode.UNAUTHENTICATED) {
      ServletFailure.writeUnauthenticated(request, response);
    } else {
      ServletFailure.write(code, request, response);
    }
  }

  private static boolean isOfTheApi(HttpServletRequest request) {
    String path = ServletFailure.address(request).substring(request.getContextPath().length());
    return path.equals("/v1") || path.startsWith("/v1/");
  }

  /**
   * Whether the server took a token that it has no key for as a fault of its own: one of them says
   * 500 then, before anything of the application has run, and does not say why.
   */
  private static boolean isRefusedToken(HttpServletRequest request) {
    return request.getUserPrincipal() == null && ServletFailure.isBearer(request);
  }
}
