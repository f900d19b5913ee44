package dev.jobward.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 18 of its own, on 127.0.0.1 only and with a password, that keeps what it has
 * committed: {@code fsync} and {@code synchronous_commit} are on, and checked.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final String NAME = "jobward";
  private static final String SUPERUSER = "postgres";

  private final PostgresCluster cluster;
  private final DirectoryLock lock;
  private final String password;
  private final @Nullable Path temporaryFolder;
  private final Thread stopAtExit = new Thread(this::stop, "stop-postgresql");

  private EmbeddedDatabase(
      PostgresCluster cluster,
      DirectoryLock lock,
      String password,
      @Nullable Path temporaryFolder) {
    this.cluster = cluster;
    this.lock = lock;
    this.password = password;
    this.temporaryFolder = temporaryFolder;
  }

  /**
   * Starts PostgreSQL on the data in this folder, which the first start makes. One that a killed
   * process left behind on the same data is stopped first.
   *
   * @throws StartFailure with a sentence for the user; nothing is left running then
   */
  public static EmbeddedDatabase start(Path dataDir) {
    return start(dataDir.toAbsolutePath().normalize(), dataDir.toAbsolutePath().normalize(), null);
  }

  /**
   * Starts PostgreSQL on a new folder, which {@link #stop} or the end of the JVM deletes.
   *
   * @param cacheDir where the unpacked programs stay for the next call
   */
  public static EmbeddedDatabase temporary(Path cacheDir) {
    try {
      Path folder = Files.createTempDirectory("jobward-postgres-");
      EmbeddedDatabase database = start(folder, cacheDir.toAbsolutePath().normalize(), folder);
      Runtime.getRuntime().addShutdownHook(database.stopAtExit);
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedDatabase start(
      Path dataDir, Path cacheDir, @Nullable Path temporaryFolder) {
    try {
      DirectoryLock lock =
          DirectoryLock.tryAcquire(dataDir, "postgres.lock")
              .orElseThrow(
                  () -> new StartFailure("Another process uses the database in " + dataDir + "."));
      try {
        return start(dataDir, cacheDir, temporaryFolder, lock);
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException | SQLException e) {
      throw new StartFailure("PostgreSQL did not start: " + e.getMessage(), e);
    }
  }

  private static EmbeddedDatabase start(
      Path dataDir, Path cacheDir, @Nullable Path temporaryFolder, DirectoryLock lock)
      throws IOException, SQLException {
    String password =
        SecretFile.readOrCreate(
            dataDir.resolve("postgres-password"), EmbeddedDatabase::newPassword);
    var cluster =
        new PostgresCluster(
            PostgresBinaries.unpackedBelow(cacheDir),
            Unprivileged.forThisMachine(),
            dataDir.resolve("postgres"),
            dataDir.resolve("log").resolve("postgresql.log"));
    cluster.stopLeftOver();
    cluster.initialize(SUPERUSER, password);
    cluster.start();
    var database = new EmbeddedDatabase(cluster, lock, password, temporaryFolder);
    try {
      database.prepare();
      return database;
    } catch (SQLException | RuntimeException e) {
      database.stop();
      throw e;
    }
  }

  public String jdbcUrl() {
    return jdbcUrl(NAME);
  }

  public String user() {
    return NAME;
  }

  public String password() {
    return password;
  }

  public int port() {
    return cluster.port();
  }

  /** A connection of its own, for a test or a check; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user(), password);
  }

  /** Crashes PostgreSQL and starts it again in the same place; open connections break. */
  public synchronized void crashAndRecover() {
    try {
      cluster.crash();
      cluster.start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not recover", e);
    }
  }

  /** Makes PostgreSQL hang, as a host does that stops answering, until {@link #thaw}. */
  public synchronized void freeze() {
    try {
      cluster.freeze();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot freeze PostgreSQL", e);
    }
  }

  public synchronized void thaw() {
    try {
      cluster.thaw();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot thaw PostgreSQL", e);
    }
  }

  /** Breaks all connections of the application's user. */
  public void dropConnections() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl(SUPERUSER), SUPERUSER, password);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + NAME + "'");
    }
  }

  /** Whether its process is there still. */
  public boolean isRunning() {
    return cluster.isRunning();
  }

  /** Stops PostgreSQL, which ends the open connections; does nothing the second time. */
  public synchronized void stop() {
    try {
      cluster.stop();
      if (temporaryFolder != null) {
        Folders.delete(temporaryFolder);
      }
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop PostgreSQL", e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  /** The application's user is no superuser, as it would not be in production either. */
  private void prepare() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl(SUPERUSER), SUPERUSER, password);
        Statement statement = connection.createStatement()) {
      require(statement, "fsync");
      require(statement, "synchronous_commit");
      if (!has(statement, "select from pg_roles where rolname = '" + NAME + "'")) {
        // The password is hexadecimal digits: nothing in it needs a quote.
        statement.execute("create role " + NAME + " login password '" + password + "'");
      }
      if (!has(statement, "select from pg_database where datname = '" + NAME + "'")) {
        statement.execute("create database " + NAME + " owner " + NAME);
      }
    }
  }

  private static void require(Statement statement, String setting) throws SQLException {
    try (ResultSet result = statement.executeQuery("show " + setting)) {
      result.next();
      if (!result.getString(1).equals("on")) {
        throw new StartFailure("PostgreSQL runs with " + setting + " off and would lose jobs.");
      }
    }
  }

  private static boolean has(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next();
    }
  }

  private static String newPassword() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
