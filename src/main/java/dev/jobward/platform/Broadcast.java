package dev.jobward.platform;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells the other nodes of the same database that something has happened, and hears it from them,
 * as {@link Heard}. It is for speed alone: who relies on it looks for itself, too, if less often.
 *
 * <p>Nothing is told within a request: a notification makes PostgreSQL commit one transaction after
 * the other. What is to be told gathers for some milliseconds, and goes out in one statement of its
 * own. To hear, a node keeps one connection.
 */
@ApplicationScoped
public class Broadcast {

  private static final String CHANNEL = "jobward";

  /** The first word goes out at once, and those that follow within this time together. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How long a look for notifications lasts; also how long a stop may have to wait. */
  private static final int LOOK_MILLIS = 500;

  /** After so many looks without a word the connection is asked whether it is there still. */
  private static final int SILENT_LOOKS = 20;

  /** PostgreSQL takes less than 8,000 bytes. */
  private static final int MAX_CHARACTERS = 7_000;

  /** A word for all of them. */
  private static final String ANYTHING = "";

  private final String node = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, Set<String>> untold = new HashMap<>();
  private long toldAt = System.nanoTime() - PAUSE.toNanos();
  private volatile boolean stopped;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Database database;
  private Event<Heard> heard;
  private Loop telling;
  private Loop listening;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Broadcast() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  Broadcast(Database database, Event<Heard> heard) {
    this.database = database;
    this.heard = heard;
    this.telling = Loop.paced("Telling other nodes", PATIENCE, this::tellOnce);
    this.listening = new Loop("Listening to other nodes", PATIENCE, this::listen);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    start(executor);
  }

  void start(ExecutorService threads) {
    telling.start(threads);
    listening.start(threads);
  }

  void stop(
      @Observes @Priority(Stopping.GROUND) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    stopped = true;
    telling.stop();
    listening.stop();
  }

  /**
   * Tells the other nodes, soon.
   *
   * @param topic one word
   * @param words without spaces; none if it may be anything
   */
  public void tell(String topic, Collection<String> words) {
    synchronized (untold) {
      untold
          .computeIfAbsent(topic, first -> new HashSet<>())
          .addAll(words.isEmpty() ? Set.of(ANYTHING) : words);
    }
    telling.wake();
  }

  /** Sends what has gathered, unless it is too soon. Returns when to come again. */
  Duration tellOnce() {
    long wait = PAUSE.toNanos() - (System.nanoTime() - toldAt);
    if (wait > 0) {
      // Rounded up: a wait of 0 ms would make this loop spin.
      return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
    }
    Map<String, Set<String>> now;
    synchronized (untold) {
      now = Map.copyOf(untold);
      untold.clear();
    }
    if (!now.isEmpty()) {
      now.forEach(this::send);
      toldAt = System.nanoTime();
    }
    return IDLE;
  }

  private void send(String topic, Set<String> words) {
    String all = words.contains(ANYTHING) ? ANYTHING : String.join(" ", words);
    String told = node + " " + topic + " " + (all.length() > MAX_CHARACTERS ? ANYTHING : all);
    database.query(
        "select pg_notify(?, ?)",
        statement -> {
          statement.setString(1, CHANNEL);
          statement.setString(2, told.strip());
        },
        row -> true);
  }

  /** Hears until the connection breaks or the node stops. */
  private void listen() {
    try (Connection connection = database.dataSource().getConnection()) {
      try {
        listen(connection);
      } catch (SQLException | RuntimeException e) {
        // Only closed, it would go back to its pool, and the next one who asks would get it.
        // A pool's own wrapper may throw anything.
        connection.abort(Runnable::run);
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
      PGConnection driver = connection.unwrap(PGConnection.class);
      // What was told before this connection was there is not heard any more.
      heard.fire(new Heard("", Set.of()));
      int silent = 0;
      while (!stopped) {
        listening.beat();
        PGNotification[] notifications = driver.getNotifications(LOOK_MILLIS);
        if (notifications != null && notifications.length > 0) {
          Arrays.stream(notifications).forEach(this::hear);
          silent = 0;
        } else if (++silent == SILENT_LOOKS) {
          statement.execute("select 1");
          silent = 0;
        }
      }
      statement.execute("unlisten " + CHANNEL);
    }
  }

  private void hear(PGNotification notification) {
    String[] told = notification.getParameter().split(" ", -1);
    if (told.length >= 2 && !told[0].equals(node)) {
      heard.fire(
          new Heard(told[1], Arrays.stream(told).skip(2).collect(Collectors.toUnmodifiableSet())));
    }
  }
}
