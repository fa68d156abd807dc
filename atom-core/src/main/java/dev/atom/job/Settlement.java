package dev.atom.job;

import dev.atom.store.JobChange;

/**
 * How an attempt ends.
 *
 * @param attempt the attempt
 * @param change what is written
 * @param event what is told when it is written
 * @param late whether the history's event could not be part of the handler's own append
 */
record Settlement(Attempt attempt, JobChange change, JobEvent event, boolean late) {
  Settlement(Attempt attempt, JobChange change, JobEvent event) {
    this(attempt, change, event, false);
  }

  Settlement unrecorded() {
    return new Settlement(attempt, change, event, true);
  }
}
