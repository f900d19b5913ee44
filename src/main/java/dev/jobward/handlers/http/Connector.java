package dev.jobward.handlers.http;

import dev.jobward.platform.targets.AllowList;
import dev.jobward.platform.targets.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.HttpClientConnection;

/**
 * Opens connections. A name is resolved once for each; the addresses are checked, and one of these
 * very addresses is connected to, so that a name server cannot say one thing to the check and
 * another to the connection.
 */
final class Connector {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int LATE_MILLIS = 1_000;

  private static final Http1Config HTTP =
      Http1Config.custom().setMaxLineLength(8_192).setMaxHeaderCount(128).build();

  /** A connection hands its limits to the parser of bodies, but not to that of heads. */
  private static final DefaultHttpResponseParserFactory ANSWERS =
      new DefaultHttpResponseParserFactory(HTTP);

  private final AllowList allowed;
  private final Names names;
  private final SSLSocketFactory tls;

  /** Asks a name server. */
  @FunctionalInterface
  interface Names {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  Connector(AllowList allowed, Names names, SSLSocketFactory tls) {
    this.allowed = allowed;
    this.names = names;
    this.tls = tls;
  }

  /**
   * Connects, and for https shakes hands and checks the certificate.
   *
   * @throws TargetRefusedException if the target has no address that may be called
   * @throws ConnectException if none of those that may answers
   */
  HttpClientConnection open(Target target, Watch watch) throws IOException {
    Socket socket = connect(target, watch);
    try {
      socket.setTcpNoDelay(true);
      // In case the watch's thread is late. Not sooner than it, which knows why the call is over.
      socket.setSoTimeout(watch.millisLeft() + LATE_MILLIS);
      var connection =
          new DefaultBHttpClientConnection(HTTP, null, null, null, null, null, ANSWERS);
      if (target.isSecure()) {
        connection.bind(secured(socket, target), socket);
      } else {
        connection.bind(socket);
      }
      return connection;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** One address after the other, until one answers. */
  private Socket connect(Target target, Watch watch) throws IOException {
    IOException failure = new TargetRefusedException();
    for (InetAddress address : checkedAddresses(target)) {
      // No proxy, not even one that the JVM is set to: it would choose the address.
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        watch.guard(socket);
        socket.connect(new InetSocketAddress(address, target.port()), CONNECT_MILLIS);
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = new ConnectException();
        failure.initCause(e);
        if (watch.verdict().isPresent()) {
          break;
        }
      }
    }
    throw failure;
  }

  private List<InetAddress> checkedAddresses(Target target) throws UnknownHostException {
    Stream<InetAddress> found =
        target.literal().isPresent()
            ? target.literal().stream()
            : Stream.of(names.addressesOf(target.hostName()));
    return found.filter(address -> allowed.allows(target, address)).toList();
  }

  private SSLSocket secured(Socket socket, Target target) throws IOException {
    SSLSocket secured =
        (SSLSocket) tls.createSocket(socket, target.hostName(), target.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    // Without it any valid certificate would do, whoever's it is.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }
}
