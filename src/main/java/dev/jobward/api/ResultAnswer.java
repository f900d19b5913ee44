package dev.jobward.api;

import dev.jobward.job.JobDetails;
import dev.jobward.job.Refusal;
import dev.jobward.job.ResultFile;
import dev.jobward.job.ResultFiles;
import dev.jobward.json.Json;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JsonParser;

/** A job's bare result, with its own media type and length. */
final class ResultAnswer {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._";

  private ResultAnswer() {}

  /** Whatever a result holds, a browser must neither guess at it nor run it. */
  static Response of(JobDetails details, ResultFiles files) {
    Response.ResponseBuilder answer =
        switch (details.job().resultType()) {
          case NONE -> throw new Refusal.ResultNotFound();
          case JSON -> bytes("application/json", "result.json", text(details));
          case TEXT -> bytes("text/plain;charset=UTF-8", "result.txt", unquoted(text(details)));
          case FILE -> file(details.content().resultFile().orElseThrow(), files);
        };
    return answer
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox")
        .build();
  }

  private static String text(JobDetails details) {
    return details.content().result().orElseThrow();
  }

  private static Response.ResponseBuilder bytes(String contentType, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Response.ok(bytes)
        .header("Content-Type", contentType)
        .header("Content-Length", bytes.length)
        .header("Content-Disposition", disposition(name));
  }

  private static Response.ResponseBuilder file(ResultFile file, ResultFiles files) {
    StreamingOutput body = out -> files.write(file, 0, file.size(), out);
    return Response.ok(body)
        .header("Content-Type", file.contentType())
        .header("Content-Length", file.size())
        .header("ETag", '"' + file.sha256() + '"')
        .header("Content-Disposition", disposition(file.name()));
  }

  private static String unquoted(String literal) {
    try (JsonParser json = Json.read(literal)) {
      json.nextToken();
      return json.getString();
    }
  }

  /** The name twice: in ASCII for every client, and as it is (RFC 6266, RFC 8187). */
  static String disposition(String name) {
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      ascii.append(
          c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/' && c != '%' ? c : '_');
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = UNRESERVED.indexOf(b) >= 0;
      encoded.writeBytes(
          (plain ? String.valueOf((char) b) : "%%%02x".formatted(b).toUpperCase(Locale.ROOT))
              .getBytes(StandardCharsets.US_ASCII));
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(ascii, encoded.toString(StandardCharsets.US_ASCII));
  }
}
