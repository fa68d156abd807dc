/**
 * The one persistence contract: append-only events per subject, and with them, in the same
 * transaction, jobs (effects that leave the process, and timers) and unique keys. Start at {@link
 * dev.atom.store.Store}.
 */
package dev.atom.store;
