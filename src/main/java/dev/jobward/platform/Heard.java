package dev.jobward.platform;

import java.util.Set;

/**
 * Something that another node has told.
 *
 * @param words what it is about; empty if it may be about anything, because there was too much to
 *     tell, or because this node may have missed something
 */
public record Heard(String topic, Set<String> words) {}
