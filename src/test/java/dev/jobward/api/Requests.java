package dev.jobward.api;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Servlet requests with headers and attributes, and nothing else. */
final class Requests {

  private Requests() {}

  static HttpServletRequest plain() {
    return with(Map.of());
  }

  static HttpServletRequest with(String header, String value) {
    return with(Map.of(header, value));
  }

  private static HttpServletRequest with(Map<String, String> headers) {
    Map<Object, Object> attributes = new HashMap<>();
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            Requests.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getHeader" -> headers.get(args[0]);
                  case "getAttribute" -> attributes.get(args[0]);
                  case "setAttribute" -> attributes.put(args[0], args[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
