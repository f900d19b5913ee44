package dev.jobward.api;

import dev.jobward.job.JobDetails;
import dev.jobward.job.Refusal;
import dev.jobward.job.ResultFile;
import dev.jobward.job.ResultFiles;
import dev.jobward.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;

/**
 * A result as bytes, with all that is said of them.
 *
 * @param contentType a valid media type
 * @param fileName any text
 * @param size in bytes
 * @param pieceBytes how many bytes are read at once: what lies in one piece is sent or fails as a
 *     whole, what crosses into another may break off between the two
 */
record Download(
    String contentType, String fileName, ETag tag, long size, long pieceBytes, Content content) {

  /** Writes a part of the bytes. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out, ByteRange part) throws IOException;
  }

  /**
   * The job's result.
   *
   * @throws Refusal.ResultNotFound if it has none
   */
  static Download of(JobDetails details, ResultFiles files) {
    return switch (details.job().resultType()) {
      case NONE -> throw new Refusal.ResultNotFound();
      case JSON -> text("application/json", "result.json", literal(details));
      case TEXT -> text("text/plain;charset=UTF-8", "result.txt", unquoted(literal(details)));
      case FILE -> file(details.content().resultFile().orElseThrow(), files);
    };
  }

  private static Download text(String contentType, String fileName, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Download(
        contentType,
        fileName,
        ETag.of(bytes),
        bytes.length,
        Long.MAX_VALUE,
        (out, part) -> out.write(bytes, (int) part.first(), (int) part.length()));
  }

  private static Download file(ResultFile file, ResultFiles files) {
    return new Download(
        ServedType.of(file.contentType()),
        file.name(),
        new ETag(file.sha256()),
        file.size(),
        ResultFiles.CHUNK_BYTES,
        (out, part) -> files.write(file, part.first(), part.length(), out));
  }

  private static String literal(JobDetails details) {
    return details.content().result().orElseThrow();
  }

  private static String unquoted(String literal) {
    try (JsonParser json = Json.read(literal)) {
      json.nextToken();
      return json.getString();
    }
  }

  boolean isInOnePiece(ByteRange part) {
    return part.first() / pieceBytes == part.last() / pieceBytes;
  }
}
