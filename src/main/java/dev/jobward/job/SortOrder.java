package dev.jobward.job;

/** The direction of a list, of its ties too. */
public enum SortOrder {
  ASC,
  DESC
}
