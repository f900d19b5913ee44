package dev.jobward.execution;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Handlers that went on though they were told to stop. Nothing can take their threads back, so they
 * are counted, and the log shows where they hang.
 */
final class AbandonedHandlers {

  private static final Logger LOG = Logger.getLogger(AbandonedHandlers.class.getName());
  private static final int SHOWN_FRAMES = 15;

  private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();

  int count() {
    return attempts.size();
  }

  void add(Attempt attempt) {
    attempts.add(attempt);
    LOG.warning(
        () ->
            "The handler of job %s (%s) ignores that it is to stop and is abandoned; %d such threads on this node.%s"
                .formatted(
                    attempt.lease().jobId(),
                    attempt.lease().type(),
                    attempts.size(),
                    attempt.runner().map(AbandonedHandlers::describe).orElse("")));
  }

  void ended(Attempt attempt) {
    if (attempts.remove(attempt)) {
      LOG.info(
          () ->
              "The abandoned handler of job %s has ended; %d such threads on this node."
                  .formatted(attempt.lease().jobId(), attempts.size()));
    }
  }

  private static String describe(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(SHOWN_FRAMES)
        .map(frame -> "\n\tat " + frame)
        .collect(Collectors.joining("", " It is thread \"" + thread.getName() + "\":", ""));
  }
}
