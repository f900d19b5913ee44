package dev.jobward.queues;

import dev.jobward.job.JobType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The jobs of one type, in numbers.
 *
 * @param waiting all that are {@code PENDING}, those that are due among them
 * @param due those whose {@code runAt} has come
 * @param completedLastHour how many were completed in the last hour, to within ten seconds of it
 * @param failedLastHour how many failed for good in that time
 * @param oldestDue how long the one has been due that is due for the longest; empty if none is
 * @param servedBy names of nodes with a handler for it, and of workers that asked for it in about
 *     the last minute; sorted, {@value Servers#MAX_NAMES} at most
 */
public record JobQueue(
    JobType type,
    long waiting,
    long due,
    long running,
    long completedLastHour,
    long failedLastHour,
    Optional<Duration> oldestDue,
    boolean paused,
    List<String> servedBy) {}
