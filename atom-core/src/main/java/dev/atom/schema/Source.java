package dev.atom.schema;

/** Where a value comes from, from the weakest to the strongest. */
public enum Source {
  /** A default of the schema or the host. */
  DEFAULT,
  /** Concluded from what the customer said. */
  IMPLIED,
  /** Said by the customer. */
  CUSTOMER_STATED,
  /** Read from a system of record. */
  SYSTEM,
  /** Entered by a person on the host's side; never overwritten by anything else. */
  PERSON_EDIT
}
