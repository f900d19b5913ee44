package dev.jobward.api;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Servlet requests with headers and attributes, and nothing else. */
final class Requests {

  /** The attribute under which a test can put who is known to send the request. */
  static final String PRINCIPAL = "principal";

  private Requests() {}

  static HttpServletRequest plain() {
    return with(Map.of());
  }

  static HttpServletRequest with(String header, String value) {
    return with(Map.of(header, List.of(value)));
  }

  /** Each header with its values. */
  static HttpServletRequest with(Map<String, List<String>> headers) {
    Map<Object, Object> attributes = new HashMap<>();
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            Requests.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getHeader" -> first(headers, args[0]);
                  case "getHeaders" -> Collections.enumeration(values(headers, args[0]));
                  case "getMethod" -> "GET";
                  case "getContentType" -> first(headers, "Content-Type");
                  case "getContentLengthLong" ->
                      Long.parseLong(
                          values(headers, "Content-Length").stream().findFirst().orElse("-1"));
                  case "getUserPrincipal" -> attributes.get(PRINCIPAL);
                  case "getAttribute" -> attributes.get(args[0]);
                  case "setAttribute" -> attributes.put(args[0], args[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static @Nullable Object first(Map<String, List<String>> headers, Object name) {
    return values(headers, name).stream().findFirst().orElse(null);
  }

  private static List<String> values(Map<String, List<String>> headers, Object name) {
    return headers.getOrDefault(name, List.of());
  }
}
