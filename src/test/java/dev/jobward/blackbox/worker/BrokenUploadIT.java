package dev.jobward.blackbox.worker;

import static dev.jobward.blackbox.worker.Files.MIB;
import static dev.jobward.blackbox.worker.Files.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.server.BlackBox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Half a file is no result, however its sender goes. */
@BlackBox
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BrokenUploadIT {

  private static final byte[] WHOLE = content(2 * MIB);
  private static final int[] SENT = {0, 1, MIB, MIB + 7};

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before each test
  BrokenUploadIT() {}

  /** How a connection ends. */
  enum End {
    /** The client has no more to say, and would hear. */
    HALF_CLOSED {
      @Override
      void end(Socket socket) throws IOException {
        socket.shutdownOutput();
        try (socket) {
          assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
              .doesNotStartWith("HTTP/1.1 200");
        } catch (SocketException e) {
          // To be cut off is an answer, too.
        }
      }
    },
    CLOSED {
      @Override
      void end(Socket socket) throws IOException {
        socket.close();
      }
    },
    RESET {
      @Override
      void end(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    };

    abstract void end(Socket socket) throws IOException;
  }

  @BeforeEach
  void meetThem() {
    alice = api.newUser();
    worker = api.newWorker();
  }

  @ParameterizedTest
  @EnumSource
  void doesNotCompleteAJobWithFewerBytesThanWereAnnounced(End end) throws IOException {
    for (int sent : SENT) {
      breakOff(end, "Content-Length: " + WHOLE.length, Arrays.copyOf(WHOLE, sent));
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotCompleteAJobWithoutTheLastChunk(End end) throws IOException {
    for (int sent : SENT) {
      breakOff(end, "Transfer-Encoding: chunked", chunk(sent, sent, ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotCompleteAJobInTheMiddleOfAChunk(End end) throws IOException {
    for (int sent : SENT) {
      breakOff(end, "Transfer-Encoding: chunked", chunk(sent + 10, sent, ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotCompleteAJobInTheMiddleOfALine(End end) throws IOException {
    for (String rest : List.of("\r", "\r\n", "\r\n1", "\r\n0", "\r\n0\r\n", "\r\n0\r\nX: y")) {
      breakOff(end, "Transfer-Encoding: chunked", chunk(1000, 1000, rest));
    }
  }

  private void breakOff(End end, String framing, byte[] beginning) throws IOException {
    String type = Api.unservedType();
    alice.create(type);
    Leased held = worker.take(type);
    end.end(begin(held, framing, beginning));
    // Nothing tells a client when the server has noticed.
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);

    assertThat(alice.job(held.jobId()).data().path("status").asString()).isEqualTo("RUNNING");
    assertThat(worker.put(held, WHOLE)).isSuccess(200);
    assertThat(alice.result(held.jobId()).bytes()).isEqualTo(WHOLE);
    assertThat(alice.outcomes(held.jobId())).containsExactly("COMPLETED");
  }

  private Socket begin(Leased held, String framing, byte[] beginning) {
    return new RawCall(api, "PUT /v1/worker/jobs/%s/result HTTP/1.1".formatted(held.jobId()))
        .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "worker"))
        .line("Lease-Token: " + held.token())
        .line(framing)
        .open(beginning);
  }

  private static byte[] chunk(int announced, int sent, String rest) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    if (announced > 0) {
      chunk.writeBytes(
          (Integer.toHexString(announced) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      chunk.write(WHOLE, 0, sent);
      chunk.writeBytes(rest.getBytes(StandardCharsets.US_ASCII));
    }
    return chunk.toByteArray();
  }
}
