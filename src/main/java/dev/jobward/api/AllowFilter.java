package dev.jobward.api;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The methods of an address, said in the same way on every server, and in an answer to {@code
 * OPTIONS} nothing else.
 */
@Provider
public class AllowFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    String allow = response.getHeaderString(HttpHeaders.ALLOW);
    if (allow == null) {
      return;
    }
    response.getHeaders().putSingle(HttpHeaders.ALLOW, sorted(allow));
    if (request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200) {
      response.setEntity(null);
      response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
      response.setStatus(Response.Status.NO_CONTENT.getStatusCode());
    }
  }

  static String sorted(String methods) {
    return Arrays.stream(methods.split(",", -1))
        .map(String::strip)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
