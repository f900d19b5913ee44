package dev.jobward.execution;

/**
 * One thing that is wrong with a payload.
 *
 * @param member the name of the payload's member
 * @param message what to change, such as "must be one of csv, ndjson"
 */
public record PayloadFault(String member, String message) {}
