package dev.jobward.platform;

import dev.jobward.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A data source whose connections a test can tell from all others, refuse and cut. */
final class Connections {

  private final String name = "connections-" + UUID.randomUUID();
  private final DataSource source = named(name);
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean refusing;

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

  /** Ends all that are open now, and tells how many they were. */
  int cut() {
    return new Database(TestDatabase.get().dataSource())
        .query(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = ?",
            statement -> statement.setString(1, name),
            row -> row.getBoolean(1))
        .size();
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

  private static DataSource named(String name) {
    PGSimpleDataSource source = (PGSimpleDataSource) TestDatabase.newDataSource();
    source.setApplicationName(name);
    return source;
  }
}
