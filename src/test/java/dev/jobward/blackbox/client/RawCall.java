package dev.jobward.blackbox.client;

import dev.jobward.openapi.Conformity;
import dev.jobward.openapi.ReceivedAnswer;
import dev.jobward.openapi.SentRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request written byte by byte, for what no decent HTTP client sends. */
public final class RawCall {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Api api;
  private final ByteArrayOutputStream request = new ByteArrayOutputStream();

  /** {@code requestLine} without its line end. */
  public RawCall(Api api, String requestLine) {
    this.api = api;
    line(requestLine);
    line("Host: " + api.baseUri().getAuthority());
    line("Connection: close");
  }

  /** A header, or anything else in its place. */
  public RawCall line(String text) {
    request.writeBytes((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public Answer send() {
    return send(new byte[0]);
  }

  /** {@code body} as it goes over the wire, chunk sizes included. */
  public Answer send(byte[] body) {
    try (Socket socket = open(body)) {
      Answer answer = read(socket.getInputStream());
      Conformity.check(sent(body), received(answer));
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Read back from what went over the wire, where each header came out as one line. */
  private SentRequest sent(byte[] body) {
    String[] lines = request.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      String[] parts = lines[i].split(":", 2);
      headers
          .computeIfAbsent(parts[0], name -> new ArrayList<>())
          .add(parts.length == 1 ? "" : parts[1].strip());
    }
    boolean whole = headers.containsKey("Content-Length");
    return new SentRequest(
        words[0],
        words.length > 1 ? words[1] : "",
        headers,
        whole ? Optional.of(body) : Optional.empty(),
        true);
  }

  private static ReceivedAnswer received(Answer answer) {
    return new ReceivedAnswer(answer.status(), answer.headers(), Optional.of(answer.bytes()));
  }

  /** Sends this, and leaves the connection open. */
  public Socket open(byte[] body) {
    line("");
    request.writeBytes(body);
    var address = new InetSocketAddress(api.baseUri().getHost(), api.baseUri().getPort());
    Socket socket = new Socket();
    try {
      socket.connect(address, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      write(socket, request.toByteArray());
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the rest on a connection that was left open, and reads the answer. */
  public static Answer finish(Socket socket, byte[] rest) {
    try (socket) {
      write(socket, rest);
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server may answer, and close, before it has read everything. */
  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // Reading tells what the server made of it.
    }
  }

  private static Answer read(InputStream in) throws IOException {
    String statusLine = readLine(in);
    if (!statusLine.startsWith("HTTP/1.1 ")) {
      throw new IOException("not an HTTP answer: " + statusLine);
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return new Answer(status, headers, readBody(in, headers));
  }

  private static byte[] readBody(InputStream in, Map<String, List<String>> headers)
      throws IOException {
    if (String.valueOf(headers.get("Transfer-Encoding"))
        .toLowerCase(Locale.ROOT)
        .contains("chunked")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      int size;
      do {
        size = Integer.parseInt(readLine(in).split(";", 2)[0].strip(), 16);
        body.writeBytes(in.readNBytes(size));
        readLine(in);
      } while (size > 0);
      return body.toByteArray();
    }
    return headers.containsKey("Content-Length")
        ? in.readNBytes(Integer.parseInt(headers.get("Content-Length").get(0)))
        : in.readAllBytes();
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection within: " + line);
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
