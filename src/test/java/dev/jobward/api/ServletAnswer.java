package dev.jobward.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** A container's asynchronous answer, and its client, who may be slow or go away. */
final class ServletAnswer {

  private final Output output = new Output();
  private boolean completed;

  /** For the one who answers. */
  AsyncContext context() {
    ServletResponse response =
        proxy(ServletResponse.class, (proxy, method, args) -> output(method.getName()));
    return proxy(
        AsyncContext.class,
        (proxy, method, args) ->
            switch (method.getName()) {
              case "getResponse" -> response;
              case "addListener" -> null;
              case "complete" -> complete();
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private ServletOutputStream output(String method) {
    if (method.equals("getOutputStream")) {
      return output;
    }
    throw new UnsupportedOperationException(method);
  }

  private Object complete() {
    completed = true;
    return Void.TYPE;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            ServletAnswer.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** The client takes nothing more, until it does. */
  void setReady(boolean ready) throws IOException {
    output.ready = ready;
    if (ready) {
      output.listener.onWritePossible();
    }
  }

  /** Whatever is written from now on meets nobody. */
  void hangUp() {
    output.gone = true;
  }

  boolean isComplete() {
    return completed;
  }

  /** What has gone out. */
  String text() {
    return output.bytes.toString(StandardCharsets.UTF_8);
  }

  private static final class Output extends ServletOutputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ready = true;
    private boolean gone;
    private WriteListener listener = new NobodyListens();

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setWriteListener(WriteListener writeListener) {
      listener = writeListener;
    }

    @Override
    public void write(int b) throws IOException {
      if (gone) {
        throw new IOException("Broken pipe");
      }
      bytes.write(b);
    }
  }

  private static final class NobodyListens implements WriteListener {

    @Override
    public void onWritePossible() {}

    @Override
    public void onError(Throwable failure) {}
  }
}
