/** The API's description, for tests: read once, and compared with requests and answers. */
@NullMarked
package dev.jobward.openapi;

import org.jspecify.annotations.NullMarked;
