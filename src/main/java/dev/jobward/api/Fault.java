package dev.jobward.api;

/**
 * One thing that is wrong with a request.
 *
 * @param field where: a parameter, a header, or a member of the body
 * @param message what to change
 */
record Fault(String field, String message) {

  /** Of what may have any media type. */
  static final Fault NO_MEDIA_TYPE =
      new Fault("Content-Type", "must be a media type in ASCII, such as text/csv");

  /** Where the server has refused a request without a word on why. */
  static final Fault UNREADABLE_HEADER =
      new Fault("header", "must be one that the server can read; look at Accept first");
}
