package dev.atom.job;

/** Is told what becomes of jobs, for insight and alarms. */
@FunctionalInterface
public interface JobListener {
  /**
   * Takes an event, after what it tells is durable. Called on the threads that run jobs, several at
   * once; an exception is logged and changes nothing.
   *
   * @param event what has happened; must be handled quickly
   */
  void on(JobEvent event);
}
