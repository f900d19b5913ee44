package dev.jobward.platform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that gives no connection while a test does not let it. */
final class Connections {

  private final DataSource source;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean refusing;

  Connections(DataSource source) {
    this.source = source;
  }

  void refuse() {
    refusing = true;
  }

  void accept() {
    refusing = false;
  }

  /** How often it was asked in vain. */
  int refused() {
    return refused.get();
  }

  DataSource dataSource() {
    return (DataSource)
        Proxy.newProxyInstance(
            Connections.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              if (refusing) {
                refused.incrementAndGet();
                throw new SQLException("no connection, on purpose", "08001");
              }
              try {
                return method.invoke(source, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }
}
