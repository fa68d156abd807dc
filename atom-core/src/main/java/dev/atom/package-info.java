/**
 * What every part of Atom shares: the root of all exceptions, the deadline and the context that
 * flow down a call, and the source of new ids.
 */
package dev.atom;
