/** A job in JSON, for whoever shows jobs: the API and the export. Uses {@code job} to read. */
@NullMarked
package dev.jobward.json;

import org.jspecify.annotations.NullMarked;
