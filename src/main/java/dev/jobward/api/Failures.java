package dev.jobward.api;

import dev.jobward.job.Refusal;
import dev.jobward.platform.DatabaseFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The one place that knows which failure is which answer. */
@Provider
public class Failures implements ExceptionMapper<Throwable> {

  private static final Logger LOG = Logger.getLogger(Failures.class.getName());

  @Context private HttpServletRequest request;

  @SuppressWarnings("NullAway.Init") // the container sets the request
  public Failures() {}

  Failures(HttpServletRequest request) {
    this.request = request;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    String traceId = TraceId.of(request);
    if (failure instanceof ApiFailure refused) {
      return answer(refused.code(), refused.code().sentence(), refused.faults(), traceId);
    }
    if (failure instanceof Refusal refusal) {
      return answer(code(refusal), String.valueOf(refusal.getMessage()), List.of(), traceId);
    }
    if (failure instanceof RangeNotSatisfiable range) {
      return ofRange(range, traceId);
    }
    if (failure instanceof WebApplicationException decided
        && decided.getResponse().getStatus() < 500) {
      return ofServer(decided.getResponse(), traceId);
    }
    ErrorCode code = unforeseen(failure, traceId);
    return answer(code, code.sentence(), List.of(), traceId);
  }

  /** Writes to the log what nobody is told. Of a database that is away there is little to say. */
  static ErrorCode unforeseen(Throwable failure, String traceId) {
    if (DatabaseFailure.isUnavailable(failure)) {
      LOG.warning(() -> "request " + traceId + ": the database does not answer");
      return ErrorCode.UNAVAILABLE;
    }
    LOG.log(Level.SEVERE, failure, () -> "request " + traceId + " failed");
    return ErrorCode.INTERNAL;
  }

  static ErrorCode code(Refusal refusal) {
    if (refusal instanceof Refusal.IdempotencyMismatch) {
      return ErrorCode.IDEMPOTENCY_MISMATCH;
    } else if (refusal instanceof Refusal.WrongStatus) {
      return ErrorCode.CONFLICT;
    } else if (refusal instanceof Refusal.LeaseLost) {
      return ErrorCode.LEASE_LOST;
    } else if (refusal instanceof Refusal.QuotaExceeded) {
      return ErrorCode.QUOTA_EXCEEDED;
    }
    return ErrorCode.NOT_FOUND;
  }

  /** Looks for our own failure below what transactions, proxies and JAX-RS wrap around it. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof ApiFailure
          || cause instanceof Refusal
          || cause instanceof RangeNotSatisfiable) {
        return cause;
      }
      cause = cause.getCause();
    }
    return thrown;
  }

  private static Response ofRange(RangeNotSatisfiable range, String traceId) {
    ErrorCode code = ErrorCode.RANGE_NOT_SATISFIABLE;
    return Response.fromResponse(answer(code, code.sentence(), List.of(), traceId))
        .header("Content-Range", "bytes */" + range.size())
        .build();
  }

  private Response ofServer(Response decided, String traceId) {
    ErrorCode code = ServletFailure.code(decided.getStatus(), request);
    Response answer = answer(code, code.sentence(), ServletFailure.faults(code, request), traceId);
    String allow = decided.getHeaderString(HttpHeaders.ALLOW);
    return code == ErrorCode.METHOD_NOT_ALLOWED && allow != null
        ? Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build()
        : answer;
  }

  private static Response answer(
      ErrorCode code, String message, List<Fault> faults, String traceId) {
    Response.ResponseBuilder answer =
        Response.status(code.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(Envelope.failure(code, message, faults, traceId));
    code.retryAfterSeconds()
        .ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
    return answer.build();
  }
}
