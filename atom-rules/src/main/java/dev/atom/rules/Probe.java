package dev.atom.rules;

import java.time.Instant;

/** A compiled condition on one field: what it finds in the facts. */
@FunctionalInterface
interface Probe {
  Finding find(Facts facts, Instant now);
}
