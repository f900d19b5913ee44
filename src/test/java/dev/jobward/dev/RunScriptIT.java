package dev.jobward.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The command that a newcomer types, in a folder with a space and an umlaut in its name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunScriptIT {

  private static final Pattern ID = Pattern.compile("\"jobId\":\"([0-9a-f-]{36})\"");

  private Path folder = Path.of("");
  private int port;
  private Path dataDir = folder;
  private RunScript run = new RunScript(dataDir, 0, dataDir);

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    port = Ports.free();
    dataDir = folder.resolve("the däta");
    run = new RunScript(dataDir, port, folder.resolve("first.txt")).begin().awaitReady();
  }

  @AfterAll
  void stop() {
    run.close();
  }

  @Test
  void printsLinesThatPostAJobAndListItAndFetchItsResult() {
    String created = RunScript.shell(run.curls().get(0));
    String id = id(created);

    assertThat(RunScript.shell(run.curls().get(1))).contains(id);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(RunScript.shell(run.curls().get(2).replace("JOB_ID", id)))
                    .isEqualTo("{\"hello\":\"world\"}"));
  }

  @Test
  void keepsTheDevelopmentKeyToItself() throws IOException {
    try (var files = Files.walk(dataDir)) {
      for (Path key : files.filter(file -> file.toString().endsWith(".pem")).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/.jobward/");
  }

  @Test
  void refusesASecondStartOnTheSameDataWithOneSentence() {
    try (var second = new RunScript(dataDir, port, folder.resolve("second.txt")).begin()) {
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.printed().strip())
          .isEqualTo("scripts/run: Jobward runs already on the data in " + dataDir + ".");
    }
  }

  @Test
  void refusesATakenPortWithOneSentence() {
    Path other = folder.resolve("other");
    try (var second = new RunScript(other, port, folder.resolve("taken.txt")).begin()) {
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.printed().strip())
          .startsWith("scripts/run: Cannot listen on port " + port)
          .hasLineCount(1);
    }
  }

  @Test
  void completesEveryAcceptedJobAfterTheServerWasKilled() {
    Set<String> accepted = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      accepted.add(id(RunScript.shell(run.curls().get(0))));
    }
    assertThat(run.server().destroyForcibly()).isTrue();
    assertThat(run.exitCode()).isEqualTo(1);

    run = new RunScript(dataDir, port, folder.resolve("again.txt")).begin().awaitReady();

    for (String id : accepted) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(RunScript.shell(run.curls().get(2).replace("JOB_ID", id)))
                      .isEqualTo("{\"hello\":\"world\"}"));
    }
  }

  @Test
  void adoptsWhatAKilledScriptHasLeftRunning() {
    String id = id(RunScript.shell(run.curls().get(0)));
    ProcessHandle server = run.server();
    run.process().destroyForcibly();

    run = new RunScript(dataDir, port, folder.resolve("adopting.txt")).begin().awaitReady();

    assertThat(server.isAlive()).isFalse();
    assertThat(RunScript.shell(run.curls().get(1))).contains(id);
  }

  /** The last, because it leaves nothing running. */
  @Test
  @Order(Integer.MAX_VALUE)
  void endsAllThatItStartedOnSigterm() {
    ProcessHandle[] started = run.process().descendants().toArray(ProcessHandle[]::new);
    assertThat(started).isNotEmpty();

    run.process().destroy();

    assertThat(run.exitCode()).isEqualTo(143);
    for (ProcessHandle process : started) {
      await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }
  }

  private static String id(String answer) {
    Matcher id = ID.matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    return id.group(1);
  }
}
