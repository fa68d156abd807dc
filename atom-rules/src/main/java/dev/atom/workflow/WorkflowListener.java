package dev.atom.workflow;

/** Is told what a host does with runs. Called on the thread that does it; must be quick. */
@FunctionalInterface
public interface WorkflowListener {
  /**
   * Something has begun or ended. What it throws is logged and passed over.
   *
   * @param event what
   */
  void on(WorkflowEvent event);
}
