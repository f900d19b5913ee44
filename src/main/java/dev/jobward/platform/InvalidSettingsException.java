package dev.jobward.platform;

import java.util.List;

/** The configuration has values that cannot be; the message is for the administrator. */
public final class InvalidSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidSettingsException(List<String> faults) {
    super("Jobward's configuration is not valid: " + String.join("; ", faults) + ".");
  }
}
