package dev.jobward.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What the server would answer in HTML, or with nothing: unknown paths, refused tokens. */
@WebServlet("/error")
public final class ErrorPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

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
    if (code == ErrorCode.INTERNAL
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
}
