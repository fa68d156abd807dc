package dev.atom.store;

import java.util.List;

/**
 * Whose events they are: a conversation, a document, a run.
 *
 * @param tenant the tenant's id
 * @param kind what it is, such as {@code "conversation"}
 * @param id its id, unique in tenant and kind
 */
public record Subject(String tenant, String kind, String id) {
  /** Refuses ids that are blank, longer than 200 characters, or hold control characters. */
  public Subject {
    for (String part : List.of(tenant, kind, id)) {
      Checks.name("an id of a subject", part, Checks.LONGEST_NAME);
    }
  }

  @Override
  public String toString() {
    return tenant + "/" + kind + "/" + id;
  }
}
