package dev.atom.workflow;

import dev.atom.store.Subject;

/**
 * Which run it is.
 *
 * @param tenant the tenant's id
 * @param id the run's id, unique in the tenant
 */
public record RunId(String tenant, String id) {
  /** The kind of a run's subject in the store. */
  public static final String KIND = "workflow_run";

  /** Refuses ids that no subject has. */
  public RunId {
    Subject checked = new Subject(tenant, KIND, id);
    tenant = checked.tenant();
    id = checked.id();
  }

  /**
   * Returns whose events tell what became of the run.
   *
   * @return the subject in the store
   */
  public Subject subject() {
    return new Subject(tenant, KIND, id);
  }

  static RunId of(Subject subject) {
    return new RunId(subject.tenant(), subject.id());
  }

  @Override
  public String toString() {
    return tenant + "/" + id;
  }
}
