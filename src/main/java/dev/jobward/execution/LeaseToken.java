package dev.jobward.execution;

import java.util.UUID;

/** Fences one attempt: a write with an older token changes nothing. */
record LeaseToken(UUID value) {}
