package dev.jobward.api;

import dev.jobward.execution.LeaseToken;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A file that a worker sends as a result: what its headers say, and its bytes. */
final class Upload {

  private static final String LEASE_TOKEN = "Lease-Token";
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Optional<LeaseToken> token;
  private final String contentType;
  private final String fileName;
  private final long declaredLength;
  private final long limit;

  private Upload(
      Optional<LeaseToken> token,
      String contentType,
      String fileName,
      long declaredLength,
      long limit) {
    this.token = token;
    this.contentType = contentType;
    this.fileName = fileName;
    this.declaredLength = declaredLength;
    this.limit = limit;
  }

  /**
   * Reads the headers.
   *
   * @param limit in bytes
   * @throws ApiFailure if the file is too large, or with every fault of the headers
   */
  static Upload of(HttpServletRequest request, long limit) {
    long declaredLength = request.getContentLengthLong();
    if (declaredLength > limit) {
      throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
    }
    List<Fault> faults = new ArrayList<>();
    List<String> tokens = Collections.list(request.getHeaders(LEASE_TOKEN));
    if (tokens.size() != 1) {
      faults.add(new Fault(LEASE_TOKEN, "must be given once"));
    }
    String type = Optional.ofNullable(request.getContentType()).orElse(ServedType.BYTES);
    if (!ServedType.isValid(type)) {
      faults.add(new Fault("Content-Type", "must be a media type in ASCII, such as text/csv"));
    }
    Optional<String> name = FileName.of(Collections.list(request.getHeaders(FileName.HEADER)));
    if (name.isEmpty()) {
      faults.add(
          new Fault(
              FileName.HEADER,
              "must be given once at most, such as attachment; filename=\"report.csv\""));
    }
    if (!faults.isEmpty()) {
      throw new ApiFailure(ErrorCode.INVALID_HEADER, faults);
    }
    return new Upload(
        LeaseToken.parse(tokens.get(0)), type, name.orElseThrow(), declaredLength, limit);
  }

  /** Empty for what was never given out as a token. */
  Optional<LeaseToken> token() {
    return token;
  }

  String contentType() {
    return contentType;
  }

  String fileName() {
    return fileName;
  }

  /**
   * Copies the bytes, up to the limit.
   *
   * @throws ApiFailure if there are more
   * @throws EOFException if there are fewer than were announced: half a file is no result
   */
  void copy(InputStream body, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long copied = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      copied += read;
      if (copied > limit) {
        throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
      }
      out.write(buffer, 0, read);
    }
    if (declaredLength >= 0 && copied < declaredLength) {
      throw new EOFException("the upload ended early");
    }
  }
}
