package dev.jobward.api;

import dev.jobward.job.Progress;
import java.util.Optional;
import java.util.OptionalLong;

/** What a worker says of how far it has come. */
final class ProgressBody {

  private OptionalLong percent = OptionalLong.empty();
  private Optional<String> message = Optional.empty();

  private ProgressBody() {}

  /** Reads the object that stands here; nothing for {@code null}, or if there are faults. */
  static Optional<Progress> read(JsonBody body, String name) {
    ProgressBody progress = new ProgressBody();
    if (!body.isNull()) {
      body.object(
          name,
          () ->
              body.require(
                  body.members("progress", member -> progress.member(body, member)), "percent"));
    }
    return progress.value();
  }

  private boolean member(JsonBody body, String name) {
    switch (name) {
      case "percent" -> percent = percent(body, name);
      case "message" -> message = body.isNull() ? message : body.text(name, 0, Integer.MAX_VALUE);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Without it there is no progress: to leave it null is no way to leave it out. */
  private static OptionalLong percent(JsonBody body, String name) {
    if (body.isNull()) {
      body.fault(name, "is required");
    }
    return body.number(name, 0, 100);
  }

  private Optional<Progress> value() {
    if (percent.isEmpty()) {
      return Optional.empty();
    }
    int value = (int) percent.getAsLong();
    return Optional.of(message.map(words -> Progress.of(value, words)).orElse(Progress.of(value)));
  }
}
