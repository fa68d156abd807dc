package dev.atom.rules;

/** A compiled condition on one field: what it finds in the facts. */
@FunctionalInterface
interface Probe {
  Finding find(Scope scope);
}
