package dev.atom.approval;

import dev.atom.json.Json;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who may decide, and how many must agree. Immutable and thread-safe.
 *
 * @param roles who has one of these may decide; copied
 * @param persons these may decide; copied. Neither roles nor persons: anybody may
 * @param quorum how many different persons must approve, 1 or more
 * @param selfApproval whether who asked may approve, too
 */
public record Deciders(Set<String> roles, Set<String> persons, int quorum, boolean selfApproval) {
  /** Copies the sets, and refuses a quorum that can't be reached. */
  public Deciders {
    roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
    persons = Collections.unmodifiableSet(new LinkedHashSet<>(persons));
    if (quorum < 1) {
      throw new IllegalArgumentException("a quorum is 1 or more, not " + quorum);
    }
    if (roles.isEmpty() && !persons.isEmpty() && quorum > persons.size()) {
      throw new IllegalArgumentException(
          "of " + persons.size() + " persons " + quorum + " can't approve");
    }
  }

  /**
   * Returns that one person decides, whoever it is, but not who asked.
   *
   * @return the deciders
   */
  public static Deciders anybody() {
    return new Deciders(Set.of(), Set.of(), 1, false);
  }

  /**
   * Returns that one person who has one of some roles decides, but not who asked.
   *
   * @param roles the roles
   * @return the deciders
   */
  public static Deciders roles(String... roles) {
    return new Deciders(new LinkedHashSet<>(java.util.List.of(roles)), Set.of(), 1, false);
  }

  /**
   * Returns that one of some persons decides, but not who asked.
   *
   * @param persons their ids
   * @return the deciders
   */
  public static Deciders persons(String... persons) {
    return new Deciders(Set.of(), new LinkedHashSet<>(java.util.List.of(persons)), 1, false);
  }

  /**
   * Returns the same, with another number of persons who must approve.
   *
   * @param persons 1 or more
   * @return a copy
   */
  public Deciders quorum(int persons) {
    return new Deciders(roles, this.persons, persons, selfApproval);
  }

  /**
   * Returns the same, with or without approval by who asked.
   *
   * @param allowed whether who asked may approve
   * @return a copy
   */
  public Deciders selfApproval(boolean allowed) {
    return new Deciders(roles, persons, quorum, allowed);
  }

  /**
   * Tells whether a person may decide; self-approval apart.
   *
   * @param person the person's id
   * @param rolesOfPerson the person's roles
   * @return true if the person may
   */
  public boolean admits(String person, Set<String> rolesOfPerson) {
    return (roles.isEmpty() && persons.isEmpty())
        || persons.contains(person)
        || roles.stream().anyMatch(rolesOfPerson::contains);
  }

  /**
   * Returns the stored form.
   *
   * @return what {@link #fromJson} reads
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("roles", Form.texts(roles))
        .put("persons", Form.texts(persons))
        .put("quorum", quorum)
        .put("selfApproval", selfApproval)
        .build();
  }

  /**
   * Reads the stored form.
   *
   * @param json an object with {@code roles}, {@code persons}, {@code quorum} (1 if left out) and
   *     {@code selfApproval} (false if left out)
   * @return the deciders
   * @throws IllegalArgumentException if the quorum can't be reached
   */
  public static Deciders fromJson(Json.Obj json) {
    return new Deciders(
        new LinkedHashSet<>(Form.texts(json, "roles")),
        new LinkedHashSet<>(Form.texts(json, "persons")),
        Math.clamp(Form.number(json, "quorum", 1), Integer.MIN_VALUE, Integer.MAX_VALUE),
        json.get("selfApproval").filter(Json.of(true)::equals).isPresent());
  }
}
