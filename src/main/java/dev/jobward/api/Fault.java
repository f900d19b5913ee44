package dev.jobward.api;

/**
 * One thing that is wrong with a request.
 *
 * @param field where: a parameter, a header, or a member of the body
 * @param message what to change
 */
record Fault(String field, String message) {}
