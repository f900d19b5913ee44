package dev.jobward;

import dev.jobward.dev.EmbeddedDatabase;
import dev.jobward.platform.Schema;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One migrated PostgreSQL for all tests of a run; it ends with the JVM. Durable, as in production.
 * Tests keep apart by owners and job types of their own.
 */
public final class TestDatabase {

  private final EmbeddedDatabase postgres;
  private final DataSource dataSource;
  private final EntityManagerFactory factory;

  private TestDatabase(EmbeddedDatabase postgres) {
    this.postgres = postgres;
    this.dataSource = dataSource(postgres);
    Schema.migrate(dataSource);
    this.factory =
        new PersistenceProvider()
            .createEntityManagerFactory(
                "jobward",
                Map.of(
                    "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                    "jakarta.persistence.jtaDataSource", "",
                    "jakarta.persistence.nonJtaDataSource", dataSource));
  }

  public static TestDatabase get() {
    return Holder.DATABASE;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  /** One more, whose settings may be changed. */
  public static DataSource newDataSource() {
    return dataSource(get().postgres);
  }

  /** One more, for which all names are those of one schema. */
  public static DataSource newDataSource(String schema) {
    PGSimpleDataSource source = (PGSimpleDataSource) newDataSource();
    source.setCurrentSchema(schema);
    return source;
  }

  public EntityManager entityManager() {
    return factory.createEntityManager();
  }

  private static final class Holder {
    static final TestDatabase DATABASE = new TestDatabase(start());
  }

  private static EmbeddedDatabase start() {
    EmbeddedDatabase postgres = EmbeddedDatabase.temporary(Path.of("target", "postgresql"));
    Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop));
    return postgres;
  }

  /** Of a server that a test has started. */
  public static DataSource dataSource(EmbeddedDatabase postgres) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    return source;
  }

  /** Gives the same connection to everybody, who cannot close it. */
  public static DataSource only(Connection connection) {
    Connection kept =
        (Connection)
            Proxy.newProxyInstance(
                TestDatabase.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("close")) {
                    return null;
                  }
                  try {
                    return method.invoke(connection, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return (DataSource)
        Proxy.newProxyInstance(
            TestDatabase.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> kept);
  }
}
