package dev.atom.job;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners as one that never throws, and the log of what somebody has to look at. */
final class Listeners implements JobListener {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final List<JobListener> listeners;

  Listeners(List<JobListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void on(JobEvent event) {
    log(event);
    for (JobListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException | Error e) { // who only listens ends nothing
        LOG.warn("the jobs' listener {} failed; nothing else changes", listener.getClass(), e);
      }
    }
  }

  private static void log(JobEvent event) {
    switch (event) {
      case JobEvent.Dead e -> LOG.warn("{} failed for good: {}", e.job(), e.error());
      case JobEvent.Unknown e -> LOG.warn("{} may have happened or not: {}", e.job(), e.error());
      case JobEvent.Lapsed e -> LOG.info("{} had a claim that ended without a word", e.job());
      case JobEvent.Unhandled e ->
          LOG.warn("kind \"{}\" is due and handled by nobody, such as {}", e.kind(), e.job());
      case JobEvent.StoreFailed e -> LOG.warn("the store failed; it is tried again", e.error());
      case JobEvent.Started e -> {}
      case JobEvent.Succeeded e -> {}
      case JobEvent.Failed e ->
          LOG.debug("{} failed and is tried again: {}", e.job(), Verdicts.describe(e.error()));
      case JobEvent.Skipped e -> {}
      case JobEvent.Lost e -> LOG.debug("{} was lost", e.job());
      case JobEvent.GivenBack e -> {}
    }
  }
}
