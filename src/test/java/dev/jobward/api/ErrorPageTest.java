package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorPageTest {

  private final Map<String, Object> set = new HashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** A server that does not know a token's key may say 500. */
  @Test
  void takesA500ForATokenThatWasRefusedWhereNobodyIsKnown() throws IOException {
    answer(failed(500, bearer()));

    assertThat(set).containsEntry("setStatus", 401);
    assertThat(set).containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    assertThat(body.toString(StandardCharsets.UTF_8)).contains("INVALID_TOKEN");
  }

  @Test
  void leavesA500OfSomebodyWhoIsKnown() throws IOException {
    HttpServletRequest request = bearer();
    Principal alice = () -> "alice";
    request.setAttribute(Requests.PRINCIPAL, alice);

    answer(failed(500, request));

    assertThat(set).containsEntry("setStatus", 500).doesNotContainKey("WWW-Authenticate");
  }

  @Test
  void leavesA500WithoutAToken() throws IOException {
    answer(failed(500, Requests.plain()));

    assertThat(set).containsEntry("setStatus", 500);
  }

  @Test
  void leavesA500WithAFailureBehindIt() throws IOException {
    HttpServletRequest request = failed(500, bearer());
    request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new IllegalStateException("x"));

    answer(request);

    assertThat(set).containsEntry("setStatus", 500);
  }

  private static HttpServletRequest bearer() {
    return Requests.with("Authorization", "Bearer a.b.c");
  }

  private static HttpServletRequest failed(int status, HttpServletRequest request) {
    request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
    return request;
  }

  private void answer(HttpServletRequest request) throws IOException {
    HttpServletResponse response =
        (HttpServletResponse)
            Proxy.newProxyInstance(
                ErrorPageTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "isCommitted" -> false;
                      case "getOutputStream" -> new Output();
                      case "setHeader" -> set.put((String) args[0], args[1]);
                      case "setStatus", "setContentType", "setContentLength" ->
                          set.put(method.getName(), args[0]);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    new ErrorPage().service(request, response);
  }

  private final class Output extends ServletOutputStream {

    @Override
    public void write(int b) {
      body.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
