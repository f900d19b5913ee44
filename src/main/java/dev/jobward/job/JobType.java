package dev.jobward.job;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a job is to do; a handler or a worker serves it by this name.
 *
 * @param name matches {@code [A-Za-z][A-Za-z0-9._-]{0,99}}
 */
public record JobType(String name) {

  /** What a name has to be, in words. */
  public static final String RULE =
      "a string of 1 to 100 letters, digits, '.', '_' and '-' that begins with a letter";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");

  public JobType {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a job type: " + name);
    }
  }

  /** Empty where no job can have such a type. */
  public static Optional<JobType> parse(String name) {
    return NAME.matcher(name).matches() ? Optional.of(new JobType(name)) : Optional.empty();
  }

  @Override
  public String toString() {
    return name;
  }
}
