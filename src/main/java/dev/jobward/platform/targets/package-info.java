/**
 * Where this server may send requests that its users ask for: URLs, the administrator's allow-list,
 * and the addresses that are refused unless that list names them. Nothing here asks a name server.
 */
@NullMarked
package dev.jobward.platform.targets;

import org.jspecify.annotations.NullMarked;
