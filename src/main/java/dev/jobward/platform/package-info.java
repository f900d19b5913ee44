/**
 * What every room may stand on: configuration, the database, migrations, loops. It knows nothing of
 * jobs and uses no other room.
 */
@NullMarked
package dev.jobward.platform;

import org.jspecify.annotations.NullMarked;
