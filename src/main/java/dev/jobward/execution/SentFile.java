package dev.jobward.execution;

import java.io.InputStream;

/**
 * A file that a worker sends as a result.
 *
 * @param name for the one who downloads it
 * @param contentType a media type
 * @param bytes read once, and to their end only if they are wanted
 */
public record SentFile(String name, String contentType, InputStream bytes) {}
