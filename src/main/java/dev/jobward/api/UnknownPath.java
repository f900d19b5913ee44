package dev.jobward.api;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Every path that nothing else answers, whatever the method. The server's own servlet for files
 * would answer some methods with a 403, a 500 or an empty 200.
 */
@WebServlet("/")
public final class UnknownPath extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ServletFailure.write(ErrorCode.NOT_FOUND, request, response);
  }
}
