package dev.jobward.handlers;

import dev.jobward.job.Job;
import dev.jobward.json.JobDocument;
import dev.jobward.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How an export writes jobs. */
enum ExportFormat {
  /** RFC 4180: a line of names, then a line for each job, in UTF-8. */
  CSV("text/csv; charset=UTF-8") {
    @Override
    byte[] head() {
      return CsvLine.HEAD.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    byte[] line(Job job) {
      return CsvLine.of(job).getBytes(StandardCharsets.UTF_8);
    }
  },

  /** One JSON object a line, each as it stands in a list. */
  NDJSON("application/x-ndjson") {
    @Override
    byte[] head() {
      return new byte[0];
    }

    @Override
    byte[] line(Job job) {
      return Json.write(
          json -> {
            JobDocument.writeSummary(json, job);
            json.writeRaw('\n');
          });
    }
  };

  private final String contentType;

  ExportFormat(String contentType) {
    this.contentType = contentType;
  }

  /** Its name in a payload, and a file's suffix. */
  String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }

  String contentType() {
    return contentType;
  }

  abstract byte[] head();

  abstract byte[] line(Job job);
}
