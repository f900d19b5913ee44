package dev.jobward.platform;

import dev.jobward.platform.targets.AllowList;
import java.util.List;

/** The keys whose values are texts; {@link Setting} has those that are numbers. */
public enum TextSetting {
  /** Which targets {@code http.request} may call; empty: none. */
  HTTP_ALLOW("jobward.http.allow", "") {
    @Override
    List<String> faults(String value) {
      return AllowList.faults(value);
    }
  },

  /** The origins whose pages may call the API from a browser; empty: none. */
  CORS_ORIGINS("jobward.cors.origins", "") {
    @Override
    List<String> faults(String value) {
      return Origins.faults(value);
    }
  };

  private final String key;
  private final String standard;

  TextSetting(String key, String standard) {
    this.key = key;
    this.standard = standard;
  }

  public String key() {
    return key;
  }

  /** What holds where nothing is set. */
  public String standard() {
    return standard;
  }

  /** What is wrong with this value, a sentence without its end for each fault. */
  abstract List<String> faults(String value);
}
