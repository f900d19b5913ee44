package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The server listens on its HTTP port and on that of its console, on 127.0.0.1, and nowhere else.
 */
@BlackBox
@EnabledOnOs(OS.LINUX)
class ListeningPortsIT {

  @ArquillianResource private TestServer server;
  private Path process = Path.of("/proc");

  @BeforeEach
  void findTheProcess() {
    assumeThat(server.process()).as("a server that this run has started").isPresent();
    process = Path.of("/proc", Long.toString(server.process().orElseThrow().pid()));
  }

  @Test
  void listensOnItsHttpPortAndItsConsolesAlone() throws IOException {
    List<String> expected = new ArrayList<>();
    expected.add(local(server.api().baseUri().getPort()));
    server.adminPort().ifPresent(port -> expected.add(local(port)));

    List<String> listening = new ArrayList<>(sockets("tcp", "0A"));
    listening.addAll(sockets("tcp6", "0A"));

    // An address of the newer family may stand for one of the older.
    assertThat(listening)
        .map(address -> address.replaceFirst("^0000000000000000FFFF0000", ""))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** 127.0.0.1, as the kernel writes it. */
  private static String local(int port) {
    return "0100007F:%04X".formatted(port);
  }

  @Test
  void waitsForNoDatagrams() throws IOException {
    assertThat(sockets("udp", "07")).isEmpty();
    assertThat(sockets("udp6", "07")).isEmpty();
  }

  /** Over HTTP/2 it keeps most of a file in memory for each client that is slow to download it. */
  @Test
  void offersNoHttp2() throws IOException, InterruptedException {
    var offeringHttp2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    var answer =
        offeringHttp2.send(
            HttpRequest.newBuilder(server.api().baseUri()).build(), BodyHandlers.discarding());

    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  /** The local addresses of the process's sockets in this state, as the kernel writes them. */
  private List<String> sockets(String protocol, String state) throws IOException {
    Set<String> inodes = inodes();
    return Files.readAllLines(process.resolve("net").resolve(protocol)).stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields[3].equals(state) && inodes.contains(fields[9]))
        .map(fields -> fields[1])
        .toList();
  }

  private Set<String> inodes() throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring(8, target.length() - 1));
          }
        }
      }
    }
    assertThat(inodes).isNotEmpty();
    return inodes;
  }
}
