package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BlackBox
class EchoIT {

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void completesWithItsPayloadAsResult() {
    String payload = "{\"b\":1.00,\"a\":[1e400]}";
    String id = alice.create(JobBody.echo(payload)).path("jobId").asString();

    Answer done = alice.await(id, "COMPLETED");

    assertThat(done).isSuccess(200);
    assertThat(done.literal("data", "result")).isEqualTo(payload);
  }
}
