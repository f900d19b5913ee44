package dev.jobward.handlers.http;

import dev.jobward.execution.JobFailure;
import dev.jobward.platform.TextSetting;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/**
 * Why there was no answer, in words for the job's owner: without addresses, which are the
 * administrator's business, and without the words of libraries.
 */
final class CallFailure {

  private CallFailure() {}

  /** {@code reason} goes on after "The target". */
  static JobFailure refused(String reason) {
    return JobFailure.permanent(
        "TARGET_REFUSED", "The target %s (%s).".formatted(reason, TextSetting.HTTP_ALLOW.key()));
  }

  static JobFailure of(IOException failure) {
    if (failure instanceof TargetRefusedException) {
      return refused("has a name that leads to addresses which the administrator has not allowed");
    }
    if (failure instanceof UnknownHostException) {
      return JobFailure.retryable("UNKNOWN_HOST", "The name of the target's host was not found.");
    }
    if (failure instanceof MessageConstraintException) {
      return JobFailure.permanent("RESPONSE_TOO_LARGE", "The answer's headers are too large.");
    }
    if (failure instanceof SSLException) {
      return ofTls(failure);
    }
    return JobFailure.retryable(
        "CONNECTION_FAILED",
        failure instanceof ConnectException
            ? "The target could not be reached."
            : "The connection ended before the answer was complete.");
  }

  static JobFailure of(HttpException failure) {
    return JobFailure.retryable("INVALID_RESPONSE", "The answer is not valid HTTP.");
  }

  /** A certificate is not mended within the time of a few attempts; a connection may be. */
  private static JobFailure ofTls(IOException failure) {
    boolean certificate = failure instanceof SSLPeerUnverifiedException;
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20 && !certificate; depth++) {
      certificate = cause instanceof CertificateException;
      cause = cause.getCause();
    }
    return certificate
        ? JobFailure.permanent(
            "CERTIFICATE_REFUSED",
            "The target's certificate is not trusted, has expired, or is another host's.")
        : JobFailure.retryable("CONNECTION_FAILED", "No TLS connection could be made.");
  }
}
