package dev.jobward.api;

import dev.jobward.execution.LeaseToken;
import dev.jobward.execution.SentFile;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A file that a worker sends as a result: what its headers say, and its bytes. */
final class Upload {

  private static final String LEASE_TOKEN = "Lease-Token";

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
      faults.add(Fault.NO_MEDIA_TYPE);
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

  /** The file, whose bytes are the request's body, up to the limit. */
  SentFile file(InputStream body) {
    return new SentFile(fileName, contentType, new Bytes(body));
  }

  /** Whose end is an end that the client has meant: half a file is no result. */
  private final class Bytes extends InputStream {

    private final InputStream body;
    private long length;

    private Bytes(InputStream body) {
      this.body = body;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int room) {
      int read = next(buffer, offset, room);
      if (read < 0 && length < declaredLength) {
        throw BodyReader.brokenOff(null);
      }
      length += Math.max(read, 0);
      if (length > limit) {
        throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
      }
      return read;
    }

    private int next(byte[] buffer, int offset, int room) {
      try {
        return body.read(buffer, offset, room);
      } catch (IOException e) {
        throw BodyReader.brokenOff(e);
      }
    }
  }
}
