package dev.atom.vault;

import java.util.List;

/**
 * What a change of all tenants' data keys would do.
 *
 * @param tenants how many there are, the vault's own record included
 * @param due how many have a data key from before the time that was given
 * @param unfinished how many have older keys, so that a sweep may be left to do
 * @param keys how many data keys there are, in use or retired
 * @param toReseal how many rows the tenants that are due have, which would be sealed anew
 * @param recommended tenants whose key has sealed so often that it should be changed, the first 1,000
 * @param problems one sentence for each tenant that doesn't open, the first 1,000
 */
public record DataKeysPlan(
    long tenants,
    long due,
    long unfinished,
    long keys,
    long toReseal,
    List<String> recommended,
    List<String> problems) {
  /** Copies the lists. */
  public DataKeysPlan {
    recommended = List.copyOf(recommended);
    problems = List.copyOf(problems);
  }
}
