/**
 * The API as a client on the network sees it: nothing here uses a class of the WAR. The tests keep
 * apart by users and job types of their own, so that they can also run against a server with other
 * jobs in it.
 */
@NullMarked
package dev.jobward.blackbox;

import org.jspecify.annotations.NullMarked;
