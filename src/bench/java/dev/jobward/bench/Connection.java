package dev.jobward.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection of a client that does as little as it can: on the machine that it measures, it
 * takes the time of what it measures.
 */
final class Connection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final int port;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private final byte[] buffer = new byte[64 * 1024];
  private int start;
  private int end;

  Connection(int port) throws IOException {
    this.port = port;
    this.socket = open(port);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  private static Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Servers end a connection after so many requests, and say so. */
  private void openAgain() throws IOException {
    socket.close();
    socket = open(port);
    in = socket.getInputStream();
    out = socket.getOutputStream();
    start = 0;
    end = 0;
  }

  /** What came back. */
  record Answer(int status, byte[] body) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The first string member of this name, wherever it is. */
    String member(String name) {
      String text = text();
      String key = '"' + name + "\":\"";
      int from = text.indexOf(key) + key.length();
      return text.substring(from, text.indexOf('"', from));
    }

    Answer require(int expected) {
      if (status != expected) {
        throw new IllegalStateException("answered " + status + ": " + text());
      }
      return this;
    }
  }

  /** A request as its bytes; headers end with a line break. */
  static byte[] request(String method, String path, String token, String headers, byte[] body) {
    byte[] head =
        ("%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s%s\r\n"
                .formatted(
                    method,
                    path,
                    token,
                    headers,
                    method.equals("GET")
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: %d\r\n"
                            .formatted(body.length)))
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  Answer send(byte[] request) throws IOException {
    out.write(request);
    out.flush();
    return read();
  }

  private Answer read() throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.substring(9, 12));
    int length = 0;
    boolean chunked = false;
    boolean last = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      // One look at the first letters spares the others their lower case.
      char first = header.charAt(0);
      if (first == 'C' || first == 'c' || first == 'T' || first == 't') {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring(15).strip());
        } else if (lower.startsWith("transfer-encoding:")) {
          chunked = true;
        } else if (lower.equals("connection: close")) {
          last = true;
        }
      }
    }
    Answer answer = new Answer(status, chunked ? chunks() : bytes(length));
    if (last) {
      openAgain();
    }
    return answer;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line().strip(), 16);
      all.writeBytes(bytes(length));
      line();
      if (length == 0) {
        return all.toByteArray();
      }
    }
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length) {
      if (start == end) {
        fill();
      }
      int part = Math.min(length - filled, end - start);
      System.arraycopy(buffer, start, bytes, filled, part);
      start += part;
      filled += part;
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      if (start == end) {
        fill();
      }
      char c = (char) (buffer[start++] & 0xff);
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append(c);
      }
    }
  }

  private void fill() throws IOException {
    int count = in.read(buffer);
    if (count < 0) {
      throw new EOFException("the server has closed the connection");
    }
    start = 0;
    end = count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
