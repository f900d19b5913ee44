package dev.jobward.api;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * 415 and 406, in this order and before 403. Not left to {@code @Consumes} and {@code @Produces}:
 * those let a body without a type pass, and know neither charset nor encoding.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class NegotiationFilter implements ContainerRequestFilter {

  private static final Pattern JSON =
      Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?;?\\s*");
  private static final Pattern REFUSED =
      Pattern.compile(".*;\\s*q\\s*=\\s*0(\\.0{0,3})?\\s*(;.*)?");

  @Context private ResourceInfo resource;
  @Context private HttpServletRequest servletRequest;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public NegotiationFilter() {}

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    if (method == null) {
      return;
    }
    if (takesBytes(method) && request.getHeaderString("Content-Encoding") != null) {
      throw new ApiFailure(ErrorCode.ENCODED_FILE);
    }
    if (takesJson(method)
        && !isJson(
            Optional.ofNullable(request.getHeaderString("Content-Type")),
            Optional.ofNullable(request.getHeaderString("Content-Encoding")))) {
      throw new ApiFailure(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }
    if (!acceptsAnswer(method, LevellingFilter.accept(servletRequest))) {
      throw new ApiFailure(ErrorCode.NOT_ACCEPTABLE);
    }
  }

  /** Only of what is not JSON a method says what it produces. */
  private static boolean acceptsAnswer(Method method, Optional<String> accept) {
    Produces produces = method.getAnnotation(Produces.class);
    if (produces == null) {
      return acceptsJson(accept);
    }
    MediaType type = MediaType.valueOf(produces.value()[0]);
    // A result has the type that its handler gave it.
    return type.isWildcardType() || accepts(accept, type.getType(), type.getSubtype());
  }

  private static boolean takesJson(Method method) {
    return method.isAnnotationPresent(POST.class) && takesBody(method);
  }

  /** Of any type, but as they are. */
  private static boolean takesBytes(Method method) {
    return method.isAnnotationPresent(PUT.class) && takesBody(method);
  }

  private static boolean takesBody(Method method) {
    return Arrays.asList(method.getParameterTypes()).contains(InputStream.class);
  }

  /** Several headers of a name come joined by commas, and are refused. */
  static boolean isJson(Optional<String> type, Optional<String> encoding) {
    return encoding.isEmpty()
        && type.isPresent()
        && JSON.matcher(type.get().trim().toLowerCase(Locale.ROOT)).matches();
  }

  static boolean acceptsJson(Optional<String> accept) {
    return accepts(accept, "application", "json");
  }

  /** The most specific range that fits decides; none at all accepts everything. */
  static boolean accepts(Optional<String> accept, String type, String subtype) {
    if (accept.isEmpty() || accept.get().isBlank()) {
      return true;
    }
    String[] ranges = accept.get().toLowerCase(Locale.ROOT).split(",", -1);
    for (String fitting : new String[] {type + "/" + subtype, type + "/*", "*/*"}) {
      for (String range : ranges) {
        if (range.split(";", 2)[0].trim().equals(fitting)) {
          return !REFUSED.matcher(range).matches();
        }
      }
    }
    return false;
  }
}
