package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.server.BlackBox;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the tour shows is what happens: its commands are run, and its answers compared. */
@BlackBox
@Tag("once")
class ReadmeIT {

  private static final Pattern STEP =
      Pattern.compile("```sh\n(.*?)```\n(?:\n```(?:json|text)\n(.*?)```\n)?", Pattern.DOTALL);
  private static final String END = "-- end of step --";

  @ArquillianResource private Api api;

  @Test
  void answersTheTourAsItSays() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not there");
    String readme = Files.readString(Path.of("README.md"));
    String tour = readme.substring(readme.indexOf("## A tour"), readme.indexOf("## The API"));
    String alice = Api.newSubject();
    String token = api.tokens().token(alice, "user");
    String workerToken = api.tokens().token("worker-1", "worker");
    int compared = 0;
    try (Shell shell = new Shell()) {
      Matcher step = STEP.matcher(tour);
      while (step.find()) {
        String commands =
            step.group(1)
                .replace("http://127.0.0.1:8080", api.baseUri().toString())
                .replace("$(scripts/token --sub alice)", token)
                .replace("$(scripts/token --sub worker-1 --groups worker)", workerToken);
        if (step.group(2) == null) {
          shell.run(commands);
        } else {
          compare(shell, commands, masked(step.group(2).replace("alice", alice)));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(9);
  }

  /** A question is asked again while the job is on its way; what creates is sent once. */
  private static void compare(Shell shell, String commands, String expected) {
    if (commands.contains(" -d ") || commands.contains(" -X POST ")) {
      assertThat(masked(shell.run(commands))).isEqualTo(expected);
    } else {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(masked(shell.run(commands))).isEqualTo(expected));
    }
  }

  /** Without what differs each time: ids, times, and spaces. */
  private static String masked(String json) {
    return json.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("\\b1[0-9]{12}\\b", "TIME")
        .replaceAll("\\s+", "");
  }

  /** One bash, so that a variable that one step sets is there in the next. */
  private static final class Shell implements AutoCloseable {

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    Shell() throws IOException {
      process = new ProcessBuilder("bash").redirectErrorStream(true).start();
      in = process.outputWriter(StandardCharsets.UTF_8);
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    String run(String commands) {
      try {
        in.write(commands + "\necho; echo '" + END + "'\n");
        in.flush();
        StringBuilder output = new StringBuilder();
        String line;
        while ((line = out.readLine()) != null && !line.equals(END)) {
          output.append(line).append('\n');
        }
        return output.toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
