package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One user begins to send hundreds of bodies, and does not go on. */
@BlackBox
@Timeout(60)
class HalfSentIT {

  private static final int BODIES = 300;
  private static final int AT_ONCE = 100;

  @ArquillianResource private Api api;

  @SuppressWarnings("NullAway.Init") // set before each test
  HalfSentIT() {}

  @Test
  void holdNobodyElseUp() throws IOException {
    String token = api.tokens().token(Api.newSubject(), "user");
    Client bob = api.newUser();
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < BODIES; i++) {
        sockets.add(halfSent(token));
      }

      assertThat(bob.post(JobBody.idle().json())).isSuccess(201);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> answered(sockets).size() >= BODIES - AT_ONCE);
      assertThat(answered(sockets)).allMatch(HalfSentIT::isRefused);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    assertThat(bob.post(JobBody.idle().json())).isSuccess(201);
  }

  private Socket halfSent(String token) {
    return new RawCall(api, "POST /v1/jobs HTTP/1.1")
        .line("Authorization: Bearer " + token)
        .line("Content-Type: application/json")
        .line("Content-Length: 1000")
        .open("{".getBytes(StandardCharsets.UTF_8));
  }

  /** Which of them are among the first is not for the client to say. */
  private static List<Socket> answered(List<Socket> sockets) throws IOException {
    List<Socket> answered = new ArrayList<>();
    for (Socket socket : sockets) {
      if (socket.getInputStream().available() > 0) {
        answered.add(socket);
      }
    }
    return answered;
  }

  private static boolean isRefused(Socket socket) {
    return RawCall.finish(socket, new byte[0]).status() == 503;
  }
}
