package dev.atom.vault;

import java.util.List;

/**
 * What a change of the master key has done.
 *
 * @param finished whether the old root key is dropped and the old master key opens nothing any more
 * @param rootKey the generation of the root key that is the newest now
 * @param rewrapped how many data keys this rotation wrapped again; those that another process did are
 *     not counted
 * @param left how many data keys still hang on an old root key, which stays for their sake
 * @param problems one sentence for each data key that doesn't open, the first 1,000; empty if all do
 */
public record MasterKeyReport(
    boolean finished, int rootKey, long rewrapped, long left, List<String> problems) {
  /** Copies the list. */
  public MasterKeyReport {
    problems = List.copyOf(problems);
  }
}
