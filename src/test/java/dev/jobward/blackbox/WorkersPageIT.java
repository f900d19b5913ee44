package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.server.BlackBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the workers' page shows of the API is understood by it. */
@BlackBox
@Tag("once")
class WorkersPageIT {

  private static final Pattern REPORTS =
      Pattern.compile("```json\n(\\{\"reports\".*?)```", Pattern.DOTALL);

  @ArquillianResource private Api api;

  /** The jobs are not there; a report with a fault would be a 400. */
  @Test
  void showsReportsWithoutAFault() throws IOException {
    Matcher example = REPORTS.matcher(Files.readString(Path.of("src/docs/workers.md")));
    assertThat(example.find()).isTrue();

    Answer answer =
        api.client("worker-1", "worker")
            .call("POST", "/v1/worker/reports")
            .json(example.group(1))
            .send();

    assertThat(answer).isSuccess(200);
    assertThat(answer.data().path("reports").values())
        .extracting((JsonNode report) -> report.path("status").intValue())
        .containsExactly(404, 404, 404);
  }
}
